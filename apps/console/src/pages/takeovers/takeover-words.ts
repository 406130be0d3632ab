import type { Takeover } from '../../api/generated/types.gen';
import type { Tone } from '../../parts/state';
import { t } from '../../texts';

type OfTakeover = Pick<Takeover, 'state' | 'kept'>;

/** The state in a word: what is kept waits for its members, not only for an admin. */
export function stateText({ state, kept }: OfTakeover): string {
  return state === 'waiting' && kept ? t.takeovers.state.members : t.takeovers.state[state];
}

export function toneOf({ state }: OfTakeover): Tone {
  return ({ waiting: 'held', allowed: 'warn', declined: 'neutral', done: 'ok', undone: 'neutral' } as const)[state];
}

/** What an admin may do about a takeover now. */
export function actsOf(state: Takeover['state']): readonly ('allow' | 'decline' | 'undo')[] {
  if (state === 'waiting') return ['allow', 'decline'];
  if (state === 'declined' || state === 'undone') return ['allow'];
  return state === 'done' ? ['undo'] : [];
}

/** What stands before the time at which something about the takeover ends. */
export function endsText(state: Takeover['state']): string {
  const { ends } = t.takeover.facts;
  return state === 'waiting' || state === 'allowed' || state === 'done' ? ends[state] : ends.other;
}
