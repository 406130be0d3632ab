import type { SessionView } from '@rollcall/contracts';

/** What a person may do, decided by the user type, or by the base of a custom role. */
export type Rights = SessionView['rights'];

/** The permission matrix. A route needs one of these permissions, or is open; rights that are not listed are denied. */
export const permissions = {
  'me.read': ['admin', 'member', 'viewer', 'guest'],
  'me.edit': ['admin', 'member', 'viewer', 'guest'],
  'account.read': ['admin'],
  'users.read': ['admin', 'member', 'viewer'],
  'users.manage': ['admin'],
  'roles.read': ['admin', 'member', 'viewer'],
  'roles.manage': ['admin'],
  'teams.read': ['admin', 'member', 'viewer'],
  'teams.manage': ['admin'],
  'scim.read': ['admin'],
  'scim.manage': ['admin'],
  'reconciler.read': ['admin'],
  'reconciler.manage': ['admin'],
  'audit.read': ['admin'],
  'audit.manage': ['admin'],
} as const satisfies Record<string, readonly Rights[]>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

export function may(rights: Rights, permission: Permission): boolean {
  const allowed: readonly Rights[] = permissions[permission];
  return allowed.includes(rights);
}

/** All permissions of these rights, for a front end that draws pages. */
export function permissionsOf(rights: Rights): Permission[] {
  return permissionNames.filter((permission) => may(rights, permission));
}
