import {
  AccountEvents,
  Refusal,
  requireVersion,
  type Decision,
  type DeleteRole,
  type RenameRole,
  type RoleReply,
  type RoleView,
} from '@rollcall/contracts';
import type { Account } from './account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount } from '../preconditions.js';

/** @throws Refusal account-not-found, version-mismatch, role-not-found, invalid-message (empty name), role-name-taken */
export function decideRenameRole(command: RenameRole, state: UserState): Decision<Change, RoleReply> {
  const { accountId, actor } = command;
  const before = requireAccount(accountId, state);
  requireVersion(command, before.version);
  const role = roleOf(command.roleId, before);
  const name = command.name.trim();
  if (name === '') throw new Refusal('invalid-message', { problems: ['name: it is empty'] });
  if (name === role.name) return { changes: [], events: [], reply: { ...role, version: before.version } };
  const isOther = (other: RoleView) => other.id !== role.id && other.name.toLowerCase() === name.toLowerCase();
  if (before.roles.some(isOther)) throw new Refusal('role-name-taken', { name });
  const renamed = { ...role, name };
  const after = {
    ...before,
    version: before.version + 1,
    roles: before.roles.map((each) => (each.id === role.id ? renamed : each)),
  };
  const payload = { accountId, actor, roleId: role.id, name, basedOn: role.basedOn };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [
      { type: AccountEvents.roleRenamed.type, accountId, aggregateId: accountId, version: after.version, payload },
    ],
    reply: { ...renamed, version: after.version },
  };
}

/**
 * @throws Refusal account-not-found, version-mismatch, role-not-found, role-in-use where a user has the role, or where unknown types fall
 *   back to it
 */
export function decideDeleteRole(command: DeleteRole, state: UserState): Decision<Change, { id: string }> {
  const { accountId, actor } = command;
  const before = requireAccount(accountId, state);
  requireVersion(command, before.version);
  const { id, name } = roleOf(command.roleId, before);
  const users = state.usersWithRole(accountId, id);
  if (users > 0 || before.settings.fallbackUserType === id) throw new Refusal('role-in-use', { name, users });
  const after = { ...before, version: before.version + 1, roles: before.roles.filter((role) => role.id !== id) };
  const payload = { accountId, actor, roleId: id, name };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [
      { type: AccountEvents.roleDeleted.type, accountId, aggregateId: accountId, version: after.version, payload },
    ],
    reply: { id },
  };
}

function roleOf(roleId: string, { roles }: Account): RoleView {
  const role = roles.find(({ id }) => id === roleId.toLowerCase());
  if (!role) throw new Refusal('role-not-found', { roleId });
  return role;
}
