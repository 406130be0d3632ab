import type { Decision, NoticeKind, NoticeOutcome } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';

/** What an event of another service says: something waits, or has happened; or it is over. */
export interface Word {
  readonly accountId: string;
  readonly notice: NoticeKind;
  readonly subjectId: string;
  /** That it waits; or what became of it. */
  readonly says: 'waits' | NoticeOutcome;
  /** When the event was made: its service makes those about one subject one after the other. */
  readonly at: Date;
  /** The takeover, where the event names one. */
  readonly about?: string | undefined;
}

/**
 * Raises or ends a notice by what another service tells. Events may come twice, and old ones after new ones: the newest word counts. Of two of
 * one moment the end does, because nothing ends before it has begun. The end of an earlier takeover ends no notice of a later one.
 */
export function decideWord(word: Word, state: UserState): Decision<Change> {
  const { accountId, notice, subjectId, says } = word;
  const about = word.about === undefined ? {} : { about: word.about };
  const at = word.at.toISOString();
  const known = state.lastWord(accountId, notice, subjectId);
  const isOld = known !== undefined && (known.at > at || (known.at === at && says === 'waits'));
  const isOfAnother = says !== 'waits' && known?.about !== undefined && (about.about ?? known.about) !== known.about;
  if (isOld || isOfAnother) return { changes: [], events: [] };
  const of = { accountId, notice, subjectId, at } as const;
  return {
    changes: [
      { kind: 'notice-told', word: { ...of, ...about } },
      says === 'waits' ? { kind: 'notice-raised', ...of } : { kind: 'notice-ended', ...of, outcome: says },
    ],
    events: [],
  };
}
