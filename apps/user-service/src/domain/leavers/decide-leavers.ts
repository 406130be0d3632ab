import {
  LeaverEvents,
  Refusal,
  type Actor,
  type ApproveLeavers,
  type Decision,
  type DeclineLeavers,
  type LeaversReply,
  type PendingEvent,
} from '@rollcall/contracts';
import { requireAccount } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { leaversNoticeEnded, passMs } from './brake.js';
import type { Leaver } from './leaver.js';

type Decided = Decision<Change, LeaversReply>;

/**
 * An admin approves that held people leave (rule 27): those named, or all who are held, whose number must be right. All
 * are carried out by `user.let-leave`, one by one.
 * @throws Refusal account-not-found, leavers-changed, no-held-leaver, invalid-message unless either people or a number is given
 */
export function decideApproveLeavers(command: ApproveLeavers, state: UserState, now: Date): Decided {
  const { accountId, actor, count, userIds } = command;
  if ((count === undefined) === (userIds === undefined))
    throw new Refusal('invalid-message', { problems: ['either count or userIds is needed'] });
  if (userIds) return decideNamed({ accountId, actor, userIds, to: 'approved' }, state, now);
  const held = heldIn(accountId, state);
  if (held !== count) throw new Refusal('leavers-changed', { said: count ?? 0, held });
  const passesUntil = new Date(now.getTime() + passMs).toISOString();
  return decideAll({ accountId, actor, to: 'approved', held, passesUntil }, now);
}

/**
 * An admin declines that held people leave: those named, or all who are held. They stay, and what the directory says of them is refused until it
 * has sent them as active.
 * @throws Refusal account-not-found, no-held-leaver
 */
export function decideDeclineLeavers(command: DeclineLeavers, state: UserState, now: Date): Decided {
  const { accountId, actor, userIds } = command;
  if (userIds) return decideNamed({ accountId, actor, userIds, to: 'declined' }, state, now);
  return decideAll({ accountId, actor, to: 'declined', held: heldIn(accountId, state) }, now);
}

interface About {
  readonly accountId: string;
  readonly actor: Actor;
  readonly to: 'approved' | 'declined';
}

/** @throws Refusal account-not-found, no-held-leaver */
function heldIn(accountId: string, state: UserState): number {
  requireAccount(accountId, state);
  const held = state.brake(accountId)?.held ?? 0;
  if (held === 0) throw new Refusal('no-held-leaver');
  return held;
}

function decideAll(
  { accountId, actor, to, held, passesUntil }: About & { readonly held: number; readonly passesUntil?: string },
  now: Date,
): Decided {
  const decided = { actor, at: now.toISOString() };
  const until = passesUntil === undefined ? {} : { passesUntil };
  return {
    changes: [{ kind: 'all-leavers', accountId, to, decided, ...until }, leaversNoticeEnded(accountId, now, to)],
    events: [eventOf({ accountId, actor, to }, { count: held, ...until })],
    reply: { decided: held, held: 0 },
  };
}

function decideNamed(
  { userIds, ...about }: About & { readonly userIds: readonly string[] },
  state: UserState,
  now: Date,
): Decided {
  const { accountId, actor, to } = about;
  const held = (requireAccount(accountId, state), state.brake(accountId)?.held ?? 0);
  // An admin may change a declining word, and not one that is being carried out.
  const wanted = [...new Set(userIds)].flatMap((userId) => state.leaver(accountId, userId) ?? []);
  const meant = wanted.filter((leaver) => leaver.state !== 'approved' && leaver.state !== to);
  if (meant.length === 0) throw new Refusal('no-held-leaver');
  const decided = { actor, at: now.toISOString() };
  const changes = meant.map((leaver): Change => {
    const { userId } = leaver;
    return { kind: 'leaver', accountId, userId, leaver: { ...leaver, state: to, decided } };
  });
  const wereHeld = meant.filter(({ state: was }: Leaver) => was === 'held').length;
  const ended = wereHeld > 0 && held === wereHeld ? [leaversNoticeEnded(accountId, now, 'decided')] : [];
  return {
    changes: [...changes, ...ended],
    events: [eventOf(about, { count: meant.length, userIds: meant.map(({ userId }) => userId) })],
    reply: { decided: meant.length, held: held - wereHeld },
  };
}

function eventOf({ accountId, actor, to }: About, facts: object): PendingEvent {
  const { type } = to === 'approved' ? LeaverEvents.approved : LeaverEvents.declined;
  return { type, accountId, aggregateId: accountId, payload: { accountId, actor, ...facts } };
}
