import {
  AccountEvents,
  accountSettingValues,
  defaultAccountSettings,
  Refusal,
  UserEvents,
  type AccountSettings,
  type AccountView,
  type ChangeAccountSettings,
  type CreateAccount,
  type CreateRole,
  type Decision,
  type RoleView,
} from '@rollcall/contracts';
import { accountView, type Account } from './account.js';
import type { Change, Directory } from './directory.js';
import { accountOf } from './settle.js';
import { isEmailAddress } from './user-name.js';
import type { User } from './user.js';

/**
 * An account begins with one admin, made in the product.
 * @throws Refusal slug-invalid, slug-taken, user-name-invalid
 */
export function decideCreateAccount(
  command: CreateAccount,
  directory: Directory,
  now: Date,
): Decision<Change, AccountView & { adminId: string }> {
  const { accountId, slug, name, admin, actor } = command;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug)) throw new Refusal('slug-invalid', { slug });
  if (directory.account(accountId) || directory.accountBySlug(slug)) throw new Refusal('slug-taken', { slug });
  if (!isEmailAddress(admin.userName)) throw new Refusal('user-name-invalid', { userName: admin.userName });
  const account: Account = { id: accountId, slug, name, version: 1, settings: defaultAccountSettings, roles: [] };
  const at = now.toISOString();
  const user: User = {
    accountId,
    id: admin.userId,
    version: 1,
    userName: admin.userName,
    userType: 'admin',
    active: true,
    managedBy: 'workspace',
    released: false,
    deactivatedByDirectory: false,
    hasPassword: admin.passwordHash !== undefined,
    createdAt: at,
    updatedAt: at,
    profile: {
      name: { givenName: admin.givenName, familyName: admin.familyName },
      displayName: `${admin.givenName} ${admin.familyName}`,
      emails: [{ value: admin.userName, type: 'work', primary: true }],
    },
  };
  const { id: userId, userType, active, managedBy } = user;
  return {
    changes: [
      { kind: 'account', after: account },
      { kind: 'user', after: user },
      ...(admin.passwordHash === undefined
        ? []
        : [{ kind: 'password', accountId, userId, hash: admin.passwordHash } as const]),
    ],
    events: [
      {
        type: AccountEvents.created.type,
        accountId,
        aggregateId: accountId,
        version: 1,
        payload: { accountId, actor },
      },
      {
        type: UserEvents.created.type,
        accountId,
        aggregateId: userId,
        version: 1,
        payload: {
          accountId,
          userId,
          userType,
          active,
          managedBy,
          changed: ['userName', 'name.givenName', 'name.familyName'],
          actor,
        },
      },
    ],
    reply: { ...accountView(account), adminId: userId },
  };
}

/**
 * Changes the named settings and leaves the others.
 * @throws Refusal account-not-found, setting-invalid naming the allowed values
 */
export function decideChangeSettings(
  command: ChangeAccountSettings,
  directory: Directory,
): Decision<Change, AccountView> {
  const { accountId, actor } = command;
  const before = accountOf(accountId, directory);
  for (const [setting, value] of Object.entries(command.settings)) checkSetting(setting, value, before);
  const changed = Object.keys(command.settings).filter(
    (name) => command.settings[name] !== before.settings[name as keyof AccountSettings],
  );
  if (changed.length === 0) return { changes: [], events: [], reply: accountView(before) };
  const settings = { ...before.settings, ...command.settings } as AccountSettings; // each was checked
  const after = { ...before, settings, version: before.version + 1 };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [
      {
        type: AccountEvents.settingsChanged.type,
        accountId,
        aggregateId: accountId,
        version: after.version,
        payload: { accountId, actor, changed, settings },
      },
    ],
    reply: accountView(after),
  };
}

function checkSetting(setting: string, value: string, account: Account): void {
  const allowed: readonly string[] | undefined = Object.hasOwn(accountSettingValues, setting)
    ? accountSettingValues[setting as keyof AccountSettings]
    : undefined;
  if (!allowed) throw new Refusal('setting-invalid', { setting, value, allowed: Object.keys(accountSettingValues) });
  const roles = setting === 'fallbackUserType' ? account.roles.map(({ id }) => id) : [];
  if (![...allowed, ...roles].includes(value))
    throw new Refusal('setting-invalid', { setting, value, allowed: [...allowed, ...roles] });
}

/**
 * Makes a custom role. Names are unique per account without regard to case.
 * @throws Refusal account-not-found, role-name-taken
 */
export function decideCreateRole(command: CreateRole, directory: Directory): Decision<Change, RoleView> {
  const { accountId, roleId, name, basedOn, actor } = command;
  const before = accountOf(accountId, directory);
  if (before.roles.some((role) => role.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('role-name-taken', { name });
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
    reply: role,
  };
}
