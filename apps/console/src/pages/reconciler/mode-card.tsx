import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call';
import { listDrifting } from '../../api/generated/sdk.gen';
import type { Reconciler } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { Button } from '../../parts/button';
import { Card } from '../../parts/page';
import { State, type Tone } from '../../parts/state';
import { t } from '../../texts';
import { ModeDialog } from './mode-dialog';
import { settingTexts, waitingText } from './mode-words';
import css from './reconciler.module.css';

type Mode = Reconciler['mode'];
const tones: Readonly<Record<Mode, Tone>> = { enforce: 'ok', 'report-only': 'warn', paused: 'warn' };

/** What the reconciler does now, who said so, why and until when; and what else it can be told. */
export function ModeCard({ status }: { readonly status: Reconciler }) {
  const may = useMay();
  const provider = useProvider();
  const [wanted, setWanted] = useState<Mode>();
  const { mode } = status;
  return (
    <Card>
      <div className={css.mode}>
        <div className={css.said}>
          <State tone={tones[mode]}>{t.reconciler.mode[mode]}</State>
          <p>{t.reconciler.mode.sentences[mode]}</p>
          {settingTexts(status, provider).map((sentence) => (
            <p key={sentence} className={css.quiet}>
              {sentence}
            </p>
          ))}
          {mode === 'enforce' ? null : <Differing />}
          <p className={css.quiet}>{waitingText(status)}</p>
        </div>
        {may('reconciler.manage') ? (
          <div className={css.buttons}>
            {mode === 'enforce' ? null : (
              <Button data-write kind="primary" onPress={() => setWanted('enforce')}>
                {t.reconciler.pause.resume}
              </Button>
            )}
            {mode === 'report-only' ? null : (
              <Button data-write onPress={() => setWanted('report-only')}>
                {t.reconciler.pause.only}
              </Button>
            )}
            {mode === 'paused' ? null : (
              <Button data-write onPress={() => setWanted('paused')}>
                {t.reconciler.pause.act}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      {wanted ? <ModeDialog mode={wanted} onClose={() => setWanted(undefined)} /> : null}
    </Card>
  );
}

function Differing() {
  const { data } = useQuery({
    queryKey: ['drifting', { first: true }],
    queryFn: () => call(listDrifting({ query: { limit: 200 } })),
  });
  if (!data || data.items.length === 0) return null;
  return <p>{t.reconciler.mode.differ(data.items.length, data.next !== undefined)}</p>;
}
