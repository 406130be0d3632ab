import type { RoleView } from '@rollcall/contracts';
import { builtInUserTypes, Urns, type RoleResource } from '@rollcall/scim';

/** The user types of an account: the built-in ones, then its custom roles. Their ids are values of `userType` (rule 3). */
export function rolesToScim(custom: readonly RoleView[], baseUrl: string): RoleResource[] {
  const builtIn = builtInUserTypes.map((id) => ({
    id,
    displayName: id.charAt(0).toUpperCase() + id.slice(1),
    description: 'A built-in user type.',
  }));
  const own = custom.map(({ id, name, basedOn }) => ({
    id,
    displayName: name,
    description: `A custom role of this account, based on ${basedOn}.`,
  }));
  return [...builtIn, ...own].map((role) => ({
    schemas: [Urns.role],
    ...role,
    meta: { resourceType: 'Role', location: `${baseUrl}/Roles/${role.id}` },
  }));
}
