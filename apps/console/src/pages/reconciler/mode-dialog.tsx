import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun, foreseen } from '../../api/dry-run';
import { setReconcilerMode } from '../../api/generated/sdk.gen';
import type { Reconciler } from '../../api/generated/types.gen';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { RadioGroup } from '../../parts/field';
import { TextField } from '../../parts/text-field';
import { confirmed } from '../../shell/confirm-password';
import { t } from '../../texts';
import { modeBody, type Length } from './mode-words';
import css from './reconciler.module.css';

type Mode = Reconciler['mode'];

interface ModeDialogProps {
  readonly mode: Mode;
  readonly onClose: () => void;
}

/** Pauses the reconciler for a time, has it only report, or resumes it. */
export function ModeDialog({ mode, onClose }: ModeDialogProps) {
  const [why, setWhy] = useState('');
  const [long, setLong] = useState<Length>('hour');
  const words = wordsOf(mode);
  return (
    <ActDialog
      title={words.title}
      onClose={onClose}
      consequence={async () => {
        const { changed } = await confirmed(() => foreseen(setReconcilerMode({ body: { mode }, headers: dryRun })));
        return changed ? words.after : t.reconciler.pause.nothing;
      }}
      act={words.act}
      send={() => call(setReconcilerMode({ body: modeBody(mode, why, long) }))}
      done={words.done}
      onDone={() => readAnew('reconciler', 'drifting', 'runs', 'status', 'teams')}
    >
      {mode === 'enforce' ? null : (
        <div className={css.form}>
          <RadioGroup
            label={t.reconciler.pause.long}
            value={long}
            onChange={setLong}
            choices={(['hour', 'shift', 'open'] as const).map((value) => ({ value, label: t.reconciler.pause[value] }))}
          />
          <TextField
            label={t.reconciler.pause.why}
            hint={t.reconciler.pause.whyHint}
            value={why}
            onChange={setWhy}
            maxLength={300}
            autoComplete="off"
          />
        </div>
      )}
    </ActDialog>
  );
}

function wordsOf(mode: Mode) {
  const words = t.reconciler.pause;
  if (mode === 'paused') return { title: words.title, after: words.after, act: words.act, done: words.paused };
  if (mode === 'report-only')
    return { title: words.onlyTitle, after: words.onlyAfter, act: words.only, done: words.reports };
  return { title: words.resumeTitle, after: words.resumeAfter, act: words.resume, done: words.resumed };
}
