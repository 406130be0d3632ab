import type { Takeover, TakeoverDetails } from '../../api/generated/types.gen';
import type { Tone } from '../../parts/state';
import { t } from '../../texts';

type OfTakeover = Pick<Takeover, 'state' | 'kept'>;

/** The state in a word. A group that came without people, and is kept, waits for its members: only the takeover's lists say so. */
export function stateText({
  state,
  kept,
  gain,
  stay,
}: OfTakeover & Partial<Pick<TakeoverDetails, 'gain' | 'stay'>>): string {
  const isEmpty = gain?.count === 0 && stay?.count === 0;
  return state === 'waiting' && kept && isEmpty ? t.takeovers.state.members : t.takeovers.state[state];
}

export function toneOf({ state }: OfTakeover): Tone {
  return ({ waiting: 'held', allowed: 'warn', declined: 'neutral', done: 'ok', undone: 'neutral' } as const)[state];
}

/**
 * What an admin may do about a takeover now. Only the last one of a team can be undone, and only for a time: others have no end.
 */
export function actsOf({
  state,
  endsAt,
}: Pick<Takeover, 'state' | 'endsAt'>): readonly ('allow' | 'decline' | 'undo')[] {
  if (state === 'done') return endsAt === undefined ? [] : ['undo'];
  return ({ waiting: ['allow', 'decline'], allowed: ['decline'], declined: ['allow'], undone: [] } as const)[state];
}

/** What stands before the time at which something about the takeover ends. */
export function endsText(state: Takeover['state']): string {
  const { ends } = t.takeover.facts;
  return state === 'waiting' || state === 'allowed' || state === 'done' ? ends[state] : ends.other;
}
