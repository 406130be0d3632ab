import { Refusal, type Decision, type LetLeave, type LetLeaveReply, type PendingEvent } from '@rollcall/contracts';
import { decideChangeUser } from '../user/change-user.js';
import { decideReleaseUser } from '../user/release-user.js';
import type { Change, UserState } from '../user-state.js';
import type { Leaver } from './leaver.js';

/**
 * Carries out what the directory had asked for and an admin has approved (rule 27): the person becomes inactive, or is released, as if the
 * directory said it again by its token. For anybody else nothing happens.
 * @throws Refusal last-admin, and the person is held no longer: the directory hears so when it says it again
 */
export function decideLetLeave(command: LetLeave, state: UserState, now: Date): Decision<Change, LetLeaveReply> {
  const { accountId, userId } = command;
  const user = state.user(accountId, userId);
  const leaver = user?.isHeld ? state.leaver(accountId, userId) : undefined;
  if (!user || leaver?.state !== 'approved') return { changes: [], events: [], reply: { id: userId, changed: false } };
  try {
    const { changes, events } = decided(leaver, state, now);
    return { changes, events: events.map((event) => withReason(event, leaver)), reply: { id: userId, changed: true } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const notes: Change[] = [
      { kind: 'user', before: user, after: { ...user, isHeld: false } },
      { kind: 'leaver', accountId, userId },
    ];
    throw new Refusal(error.code, error.facts, error.warnings, notes);
  }
}

function decided({ accountId, userId, leaving, tokenId }: Leaver, state: UserState, now: Date): Decision<Change> {
  const word = { accountId, userId, actor: { kind: 'directory', id: tokenId } } as const;
  if (leaving === 'release') return decideReleaseUser(word, state, now);
  return decideChangeUser({ ...word, changes: [{ change: 'set', attribute: 'active', value: false }] }, state, now);
}

/** Rule 20: who let it happen. */
function withReason(event: PendingEvent, { decided: by }: Leaver): PendingEvent {
  if (event.version === undefined) return event;
  const who = by ? ` by ${by.actor.kind} ${by.actor.id}` : '';
  return { ...event, payload: { ...event.payload, reason: `held by the brake on leavers, and approved${who}` } };
}
