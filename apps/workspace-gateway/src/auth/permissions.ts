import type { SessionView } from '@rollcall/contracts';

/** What somebody may do as a whole: their user type, and of a custom role its base. */
export type Rights = SessionView['rights'];

/** The permission matrix. A route names one of these, or is open; whoever is not listed may not. */
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
} as const satisfies Record<string, readonly Rights[]>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

export function may(rights: Rights, permission: Permission): boolean {
  const allowed: readonly Rights[] = permissions[permission];
  return allowed.includes(rights);
}

/** Everything that these rights allow, for whoever draws a page. */
export function permissionsOf(rights: Rights): Permission[] {
  return permissionNames.filter((permission) => may(rights, permission));
}
