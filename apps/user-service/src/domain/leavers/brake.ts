import {
  LeaverEvents,
  Refusal,
  type Actor,
  type Leaving,
  type NoticeOutcome,
  type PendingEvent,
} from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { NoticeEnded, NoticeRaised } from '../notices/notice.js';
import type { User } from '../user/user.js';
import type { Change, UserState } from '../user-state.js';
import type { BrakeCounts, Leaver } from './leaver.js';

/** So many may always leave within the brake's ten minutes. */
export const alwaysMayLeave = 20;

/** How long others pass after an admin has approved all who were held. */
export const passMs = 3_600_000;

/** A write that makes somebody inactive, or releases. */
export interface Departure {
  readonly account: Account;
  readonly actor: Actor;
  readonly before: User | undefined;
  readonly leaving: Leaving;
  readonly now: Date;
}

/** How many people may leave within ten minutes: the setting's share of the active people of the directory, and at least 20. */
export function limitOf({ people = 0 }: Pick<BrakeCounts, 'people'>, percent: number): number {
  return Math.max(alwaysMayLeave, Math.floor((people * percent) / 100));
}

/**
 * Checks rule 27 where a write makes an active person leave. By hand nobody is held.
 * @returns what is to be noted of somebody who leaves
 * @throws Refusal leaving-held, which notes whom it keeps
 */
export function brakeLeaver(departure: Departure, state: UserState): Change[] {
  const { account, actor, before, now } = departure;
  const { deprovisionBrake: percent } = account.settings;
  if (actor.kind !== 'directory' || !before?.active || percent === 'off') return [];
  const counts = state.brake(account.id);
  if (counts === undefined) return []; // switched on a moment ago: the next one is counted
  const known = before.isHeld ? state.leaver(account.id, before.id) : undefined;
  if (!known && state.hasLeft(account.id, before.id)) return []; // and came back meanwhile: counted once
  const limit = limitOf(counts, Number(percent));
  if (mayLeave(counts, known, limit, now))
    return [{ kind: 'left', accountId: account.id, userId: before.id, at: now.toISOString() }];
  throw held(departure, before, known, { ...counts, limit });
}

/**
 * An admin's word about a person comes first. Then: who has approved all lets others pass for an hour; while anybody is held,
 * so is everybody else; and else the number decides.
 */
function mayLeave(
  { left, held: waiting, passesUntil }: BrakeCounts,
  known: Leaver | undefined,
  limit: number,
  now: Date,
) {
  if (known?.state === 'approved') return true;
  if (known?.state === 'declined') return false;
  if (passesUntil !== undefined && Date.parse(passesUntil) > now.getTime()) return true;
  return waiting === 0 && left < limit;
}

function held(
  { account, actor, leaving, now }: Departure,
  before: User,
  known: Leaver | undefined,
  { left, limit, held: others }: BrakeCounts & { readonly limit: number },
): Refusal {
  const leaver = noted(known, { before, actor, leaving, now });
  const waiting = others + (known === undefined ? 1 : 0);
  const facts = { userName: before.userName, held: waiting, declined: leaver.state === 'declined', left, limit };
  const ids = { accountId: account.id, userId: before.id };
  const notes: Change[] = [
    ...(before.isHeld ? [] : [{ kind: 'user', before, after: { ...before, isHeld: true } } as const]),
    { kind: 'leaver', ...ids, leaver },
    ...(waiting === 1 && others === 0 ? [{ kind: 'notice-raised', ...leaversNotice(account.id, now) } as const] : []),
  ];
  const ofPerson = { type: LeaverEvents.personHeld.type, payload: { ...ids, actor, leaving } };
  const ofAccount = { type: LeaverEvents.held.type, payload: { ...ids, actor, left, limit } };
  const warnings: PendingEvent[] = [
    ...(known === undefined && others === 0 ? [{ ...ofAccount, accountId: account.id, aggregateId: account.id }] : []),
    ...(known === undefined ? [{ ...ofPerson, accountId: account.id, aggregateId: before.id }] : []),
  ];
  return new Refusal('leaving-held', facts, warnings, notes);
}

/** The one notice of an account about those who are held: it waits while anybody is. */
export function leaversNotice(accountId: string, now: Date): Omit<NoticeRaised, 'kind'> {
  return { accountId, notice: 'leavers-held', subjectId: accountId, at: now.toISOString() };
}

/** Nobody is held any more. */
export function leaversNoticeEnded(accountId: string, now: Date, outcome: NoticeOutcome): NoticeEnded {
  return { kind: 'notice-ended', ...leaversNotice(accountId, now), outcome };
}

function noted(
  known: Leaver | undefined,
  { before, actor, leaving, now }: Pick<Departure, 'actor' | 'leaving' | 'now'> & { readonly before: User },
): Leaver {
  const at = now.toISOString();
  const said = { tokenId: actor.id, lastAt: at };
  if (known)
    return { ...known, ...said, times: known.times + 1, leaving: known.leaving === 'release' ? 'release' : leaving };
  const { accountId, id: userId } = before;
  return { accountId, userId, state: 'held', leaving, firstAt: at, times: 1, ...said };
}

/** Whether a person is still held after a write. Who has left is not, nor whom the directory has sent as active. */
export function staysHeld(
  before: User | undefined,
  { active, isSentActive }: { readonly active: boolean; readonly isSentActive: boolean },
): boolean {
  return before?.isHeld === true && active && !isSentActive;
}

/**
 * What follows where a person is not held any more: the person is taken from the list, and where the person stays, an event says so. Nothing
 * where that is not the case.
 */
export function noLongerHeld(
  before: User | undefined,
  after: Pick<User, 'isHeld' | 'active'>,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
  state: UserState,
): { readonly changes: Change[]; readonly events: PendingEvent[] } {
  if (!before?.isHeld || after.isHeld) return { changes: [], events: [] };
  const { accountId, id: userId } = before;
  const leaver = state.leaver(accountId, userId);
  const payload = { accountId, userId, actor, leaving: leaver?.leaving ?? 'inactive' };
  const wasLast = leaver?.state === 'held' && state.brake(accountId)?.held === 1;
  const ended = wasLast ? [leaversNoticeEnded(accountId, now, 'not-needed')] : [];
  return {
    changes: [{ kind: 'leaver', accountId, userId }, ...ended],
    events: after.active ? [{ type: LeaverEvents.personStays.type, accountId, aggregateId: userId, payload }] : [],
  };
}
