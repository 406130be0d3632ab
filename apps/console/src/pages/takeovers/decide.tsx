import { call } from '../../api/call';
import { dryRun, foreseen } from '../../api/dry-run';
import { allowTakeover, declineTakeover, undoTakeover } from '../../api/generated/sdk.gen';
import type { TakeoverDetails } from '../../api/generated/types.gen';
import { queryClient } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { t } from '../../texts';

const calls = { allow: allowTakeover, decline: declineTakeover, undo: undoTakeover };
export type Decision = keyof typeof calls;

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
      consequence={async () => {
        const would = await foreseen(decide({ path, headers: { ...dryRun, 'If-Match': etag } }));
        const [gain, lose] = countsOf(how, takeover, would);
        return how === 'decline' ? null : <p>{t.takeover.would(gain, lose)}</p>;
      }}
      act={words.act}
      isDanger={how === 'undo'}
      send={(retryKey) => call(decide({ path, headers: { 'If-Match': etag, 'Idempotency-Key': retryKey } }))}
      done={words.done(takeover.teamName)}
      onDone={() => {
        for (const kind of ['takeovers', 'takeover', 'teams', 'members', 'status']) {
          void queryClient.invalidateQueries({ queryKey: [kind] });
        }
        void queryClient.invalidateQueries({ queryKey: ['team', takeover.teamId] });
      }}
    >
      <p>{afterText(how, takeover)}</p>
    </ActDialog>
  );
}

interface Counted {
  readonly membersGained?: { readonly count: number };
  readonly membersLost?: { readonly count: number };
}

/**
 * How many people gain and lose access. Of a group that was refused the members come with its next push: then the takeover's own lists
 * say it.
 */
export function countsOf(
  how: Decision,
  { kept, gain, lose }: Pick<TakeoverDetails, 'kept' | 'gain' | 'lose'>,
  { membersGained, membersLost }: Counted,
): readonly [gain: number, lose: number] {
  if (how === 'allow' && !kept) return [gain.count, lose.count];
  return [membersGained?.count ?? 0, membersLost?.count ?? 0];
}

/** What comes of the decision beside that. */
export function afterText(how: Decision, { kept }: Pick<TakeoverDetails, 'kept'>): string {
  if (how === 'decline') return t.takeover.decline.then;
  if (how === 'undo') return t.takeover.undo.then;
  return kept ? t.takeover.allow.atOnce : t.takeover.allow.pushAgain;
}
