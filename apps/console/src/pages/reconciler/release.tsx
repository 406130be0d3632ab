import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun, foreseen } from '../../api/dry-run';
import { releaseHeldRun } from '../../api/generated/sdk.gen';
import { useMay } from '../../api/me';
import type { HeldRun } from '../../api/generated/types.gen';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { confirmed } from '../../shell/confirm-password';
import { t } from '../../texts';
import { wouldText } from './held-words';

/** Lets a held run happen, once the number of those who would be put out was typed. */
export function ReleaseButton({ held }: { readonly held: HeldRun }) {
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {may('reconciler.manage') ? (
        <Button data-write kind="danger" onPress={() => setOpen(true)}>
          {t.reconciler.held.act}
        </Button>
      ) : null}
      {isOpen ? <Release held={held} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Release({ held, onClose }: { readonly held: HeldRun; readonly onClose: () => void }) {
  const { teamId, team, wouldEvict } = held;
  const name = team.displayName ?? t.reconciler.runs.formerTeam;
  const path = { teamId };
  return (
    <ActDialog
      title={t.reconciler.held.title2(name)}
      onClose={onClose}
      version={`${wouldEvict}`}
      consequence={async () => {
        await confirmed(() => foreseen(releaseHeldRun({ path, headers: dryRun, body: {} })));
        return wouldText(held);
      }}
      typed={wouldEvict ? { number: wouldEvict, label: t.reconciler.held.type(wouldEvict) } : undefined}
      act={t.reconciler.held.act}
      isDanger
      send={(retryKey) =>
        call(
          releaseHeldRun({
            path,
            headers: { 'Idempotency-Key': retryKey },
            body: wouldEvict === undefined ? {} : { wouldEvict },
          }),
        )
      }
      done={t.reconciler.held.done(name)}
      onDone={() => readAnew('reconciler', 'runs', 'status', 'teams', 'members', ['team', teamId])}
    >
      <p>{t.reconciler.held.meanwhile}</p>
    </ActDialog>
  );
}
