import { AccountEvents, Refusal, type Actor } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { UserState } from '../user-state.js';
import { isActiveAdmin, type User } from './user.js';

/**
 * Checks rule 8: the last active admin of an account stays one. The admins are counted under the lock of the account's
 * row. So of two concurrent demotions the second one sees the first.
 * @throws Refusal last-admin, with the warning event
 */
export function guardLastAdmin(
  before: User | undefined,
  after: User,
  account: Account,
  actor: Actor,
  state: UserState,
): void {
  if (!before || !isActiveAdmin(before) || isActiveAdmin(after) || account.settings.lastAdminGuard === 'off') return;
  if (state.activeAdmins(account.id) > 1) return;
  const action = after.released ? 'delete' : after.active ? 'demote' : 'deactivate';
  throw new Refusal('last-admin', { userName: before.userName, action }, [
    {
      type: AccountEvents.lastAdminGuarded.type,
      accountId: account.id,
      aggregateId: account.id,
      payload: { accountId: account.id, actor, userId: before.id, action },
    },
  ]);
}
