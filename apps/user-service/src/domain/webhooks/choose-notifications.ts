import {
  noticeKinds,
  Refusal,
  WebhookEvents,
  type ChooseNotifications,
  type Decision,
  type NotificationChoice,
} from '@rollcall/contracts';
import { requireAccount } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';

/**
 * An admin chooses for herself which kinds of notices she gets by e-mail. What she does not name stays.
 * @throws Refusal account-not-found, not-an-admin
 */
export function decideChooseNotifications(
  { accountId, on, off, actor }: ChooseNotifications,
  state: UserState,
): Decision<Change, NotificationChoice> {
  requireAccount(accountId, state);
  if (actor.kind !== 'admin') throw new Refusal('not-an-admin', { userId: actor.id });
  const before = state.notificationsOff(accountId, actor.id);
  const after = noticeKinds.filter((kind) => off.includes(kind) || (before.includes(kind) && !on.includes(kind)));
  if (String(after) === String(before)) return { changes: [], events: [], reply: { off: [...before] } };
  const { type } = WebhookEvents.notificationsChosen;
  return {
    changes: [{ kind: 'notifications', accountId, userId: actor.id, off: after }],
    events: [{ type, accountId, aggregateId: accountId, payload: { accountId, actor, off: after } }],
    reply: { off: after },
  };
}
