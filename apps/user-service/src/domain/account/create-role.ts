import {
  AccountEvents,
  Refusal,
  type CreateRole,
  type Decision,
  type RoleReply,
  type RoleView,
} from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { requireAccount } from '../preconditions.js';

/** All roles of an account are read with each write of one of its people (rule 24). */
const maxRoles = 500;

/**
 * Creates a custom role. Names are unique per account, regardless of case.
 * @throws Refusal account-not-found, role-name-taken, too-many-roles, invalid-message for an id that another role has
 */
export function decideCreateRole(command: CreateRole, state: UserState): Decision<Change, RoleReply> {
  const { accountId, basedOn, actor } = command;
  const roleId = command.roleId.toLowerCase();
  const name = command.name.trim();
  if (name === '') throw new Refusal('invalid-message', { problems: ['name: it is empty'] });
  const before = requireAccount(accountId, state);
  if (before.roles.some((role) => role.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('role-name-taken', { name });
  if (before.roles.some(({ id }) => id === roleId))
    throw new Refusal('invalid-message', { problems: ['roleId: a role has this id already'] });
  if (before.roles.length >= maxRoles) throw new Refusal('too-many-roles', { most: maxRoles });
  const role: RoleView = { id: roleId, name, basedOn };
  const after = { ...before, roles: [...before.roles, role], version: before.version + 1 };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [
      {
        type: AccountEvents.roleCreated.type,
        accountId,
        aggregateId: accountId,
        version: after.version,
        payload: { accountId, actor, roleId, name, basedOn },
      },
    ],
    reply: { ...role, version: after.version },
  };
}
