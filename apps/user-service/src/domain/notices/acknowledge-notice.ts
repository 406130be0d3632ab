import {
  NoticeEvents,
  Refusal,
  kindsToAcknowledge,
  type AcknowledgeNotice,
  type Decision,
  type NoticeView,
} from '@rollcall/contracts';
import { requireAccount } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { noticeView, type Notice } from './notice.js';

/**
 * An admin has seen a notice. One that only tells of something ends so; what waits for somebody goes on waiting. The first who acknowledges it is named;
 * once more changes nothing.
 * @throws Refusal account-not-found, notice-not-found
 */
export function decideAcknowledgeNotice(
  { accountId, noticeId, actor }: AcknowledgeNotice,
  state: UserState,
  now: Date,
): Decision<Change, NoticeView> {
  requireAccount(accountId, state);
  const before = state.notice(accountId, noticeId);
  if (!before) throw new Refusal('notice-not-found', { noticeId });
  if (before.acknowledged) return { changes: [], events: [], reply: noticeView(before) };
  const at = now.toISOString();
  const ends = before.endedAt === undefined && kindsToAcknowledge.has(before.kind);
  const notice: Notice = {
    ...before,
    acknowledged: { by: actor, at },
    ...(ends ? { endedAt: at, outcome: 'seen' } : {}),
  };
  const payload = { accountId, noticeId: notice.id, kind: notice.kind, actor };
  return {
    changes: [{ kind: 'notice-acknowledged', notice }],
    events: [{ type: NoticeEvents.acknowledged.type, accountId, aggregateId: accountId, payload }],
    reply: noticeView(notice),
  };
}
