import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useCanChange } from '../../api/availability';
import { useMay } from '../../api/me';
import { statusQuery } from '../../api/status';
import { tokensQuery } from '../../api/tokens';
import type { TokenInUse } from '../../api/generated/types.gen';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { t } from '../../texts';
import { NoticesSection } from '../notices/notices-section';
import { Checklist } from './checklist';
import { Connection } from './connection';
import { FirstUseNote } from './first-request';
import { GenerateToken } from './generate-token';
import { Replacing } from './replacing';
import { States } from './states';
import { Today } from './today';
import { TokenTable } from './token-table';

const route = getRouteApi('/inside/provisioning');

/** How the identity provider reaches this account, and how provisioning does. */
export function ProvisioningPage() {
  const may = useMay();
  const [status, tokens] = [useQuery(statusQuery), useQuery(tokensQuery)];
  const { watch, replaces } = route.useSearch();
  const navigate = route.useNavigate();
  const [generating, setGenerating] = useState<{ readonly replaces?: TokenInUse }>();
  const canChange = useCanChange('tokens');
  const canGenerate = may('scim.manage') && canChange && tokens.isSuccess;
  const generate = canGenerate ? () => setGenerating({}) : undefined;
  const made = (id: string | undefined) => {
    const former = generating?.replaces?.id;
    setGenerating(undefined);
    if (id) void navigate({ search: { watch: id, ...(former ? { replaces: former } : {}) }, replace: true });
  };
  const done = () => void navigate({ search: {}, replace: true });
  const isNew = status.data !== undefined && status.data.lastRequest === undefined;
  return (
    <Page
      title={t.shell.places.provisioning}
      about={t.provisioning.about}
      actions={
        generate ? (
          <Button data-write kind="primary" onPress={generate}>
            {t.provisioning.generate}
          </Button>
        ) : null
      }
    >
      <Loaded query={status} rows={2}>
        {(known) => <States status={known} onGenerate={generate} />}
      </Loaded>
      {watch && replaces ? <Replacing newId={watch} oldId={replaces} onDone={done} /> : null}
      {watch && !replaces ? <FirstUseNote tokenId={watch} onDone={done} /> : null}
      {status.data ? <Connection status={status.data} /> : null}
      {isNew ? <Checklist /> : null}
      <TokenTable
        query={tokens}
        onReplace={canGenerate ? (token) => setGenerating({ replaces: token }) : undefined}
        onGenerate={generate}
      />
      {status.data ? <Today status={status.data} /> : null}
      <NoticesSection />
      {isNew || !status.data ? null : <Checklist isFolded />}
      {generating ? <GenerateToken {...generating} onClose={made} /> : null}
    </Page>
  );
}
