import { call } from '../../api/call';
import { dryRun, foreseen } from '../../api/dry-run';
import { allowTakeover, declineTakeover, undoTakeover } from '../../api/generated/sdk.gen';
import type { TakeoverDetails } from '../../api/generated/types.gen';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { t } from '../../texts';
import { afterText, countsOf, type Decision } from './decide-words';

const calls = { allow: allowTakeover, decline: declineTakeover, undo: undoTakeover };

interface DecideProps {
  readonly how: Decision;
  readonly takeover: TakeoverDetails;
  readonly etag: string;
  readonly onClose: () => void;
}

/** Says whom a decision about a takeover concerns, and takes it: exactly as shown, or not at all (`If-Match`). */
export function Decide({ how, takeover, etag, onClose }: DecideProps) {
  const decide = calls[how];
  const words = t.takeover[how];
  const path = { takeoverId: takeover.id };
  return (
    <ActDialog
      title={words.title(takeover.teamName)}
      onClose={onClose}
      version={etag}
      consequence={async () => {
        const would = await foreseen(decide({ path, headers: { ...dryRun, 'If-Match': etag } }));
        const [gain, lose] = countsOf(how, takeover, would);
        return how === 'decline' ? null : t.takeover.would(gain, lose);
      }}
      act={words.act}
      isDanger={how === 'undo'}
      send={(retryKey) => call(decide({ path, headers: { 'If-Match': etag, 'Idempotency-Key': retryKey } }))}
      done={words.done(takeover.teamName)}
      onDone={() => readAnew('takeovers', 'takeover', 'teams', 'members', 'status', ['team', takeover.teamId])}
    >
      <p>{afterText(how, takeover)}</p>
    </ActDialog>
  );
}
