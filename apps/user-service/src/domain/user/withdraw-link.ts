import type { Decision, UserReply, WithdrawLink } from '@rollcall/contracts';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { viewOf } from './user.js';

/**
 * An admin withdraws somebody's link to set a password with; without a link nothing changes.
 * @throws Refusal user-not-found
 */
export function decideWithdrawLink({ accountId, userId }: WithdrawLink, state: UserState): Decision<Change, UserReply> {
  requireAccount(accountId, state);
  const user = requireUnreleasedUser(accountId, userId, state);
  const reply = { ...viewOf(user), changed: false };
  return { changes: [{ kind: 'link', accountId, userId: user.id }], events: [], reply };
}
