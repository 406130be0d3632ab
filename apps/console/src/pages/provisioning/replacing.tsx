import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tokensQuery } from '../../api/tokens';
import { Button } from '../../parts/button';
import { Card, Section } from '../../parts/page';
import { Note } from '../../parts/state';
import { t } from '../../texts';
import { FirstUseNote, useFirstUse } from './first-request';
import css from './provisioning.module.css';
import { RevokeToken } from './revoke-token';
import { split } from './token-facts';

interface ReplacingProps {
  readonly newId: string;
  readonly oldId: string;
  readonly onDone: () => void;
}

/** One token takes the place of another: the new one is waited for, and then the old one is revoked. */
export function Replacing({ newId, oldId, onDone }: ReplacingProps) {
  const { replacing } = t.provisioning;
  const { data } = useQuery(tokensQuery);
  const { firstUse } = useFirstUse(newId);
  const [isRevoking, setRevoking] = useState(false);
  const former = data?.items.find(({ id }) => id === oldId);
  if (!data || !former) return null;
  if (former.state !== 'working') {
    return (
      <Note tone="ok" actions={<Button onPress={onDone}>{t.provisioning.first.done}</Button>}>
        <p>{replacing.done}</p>
      </Note>
    );
  }
  const isReady = firstUse === 'works';
  return (
    <Section title={replacing.title(former.name)}>
      <Card>
        <ol className={css.steps}>
          <li>{replacing.made}</li>
          <li>{replacing.enter}</li>
          <li>{isReady ? replacing.ready(former.name) : replacing.revoke(former.name)}</li>
        </ol>
        <FirstUseNote tokenId={newId} />
        <div>
          <Button
            data-write
            kind={isReady ? 'primary' : 'plain'}
            isDisabled={!isReady}
            onPress={() => setRevoking(true)}
          >
            {replacing.act}
          </Button>
        </div>
        {isRevoking ? (
          <RevokeToken
            token={former}
            others={split(data.items).working.length - 1}
            onClose={() => setRevoking(false)}
          />
        ) : null}
      </Card>
    </Section>
  );
}
