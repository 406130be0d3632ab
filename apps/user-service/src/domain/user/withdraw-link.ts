import { PasswordLinkEvents, type Decision, type UserReply, type WithdrawLink } from '@rollcall/contracts';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { viewOf } from './user.js';

/**
 * An admin withdraws somebody's link to set a password with; without a link nothing changes.
 * @throws Refusal user-not-found
 */
export function decideWithdrawLink(
  { accountId, userId, actor }: WithdrawLink,
  state: UserState,
): Decision<Change, UserReply> {
  requireAccount(accountId, state);
  const user = requireUnreleasedUser(accountId, userId, state);
  const reply = { ...viewOf(user), changed: false };
  if (!state.link(accountId, user.id)) return { changes: [], events: [], reply };
  const payload = { accountId, userId: user.id, actor };
  const { type } = PasswordLinkEvents.withdrawn;
  return {
    changes: [{ kind: 'link', accountId, userId: user.id }],
    events: [{ type, accountId, aggregateId: user.id, payload }],
    reply,
  };
}
