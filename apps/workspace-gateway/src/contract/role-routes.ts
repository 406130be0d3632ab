import { Described, ListOf, MayBeAbsent, roleBases, type RoleBase } from '@rollcall/contracts';
import { IsIn, IsInt, IsString } from 'class-validator';
import { Id, Text } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('Roles');

class RoleId {
  @Id() roleId: string;
}

class Role {
  @Described('What to copy into the identity provider, as the `userType` of people.') @Id() id: string;
  @IsString() name: string;
  @Described('Whose rights it has.') @IsIn(roleBases) basedOn: RoleBase;
}

class ListedRole extends Role {
  @Described('How many have it, the inactive and the released too; while anybody has it, it cannot be deleted.')
  @MayBeAbsent()
  @IsInt()
  people?: number;
}

class Roles {
  @ListOf(() => ListedRole) items: ListedRole[];
}

class NewRole {
  @Text(200) name: string;
  @IsIn(roleBases) basedOn: RoleBase;
}

class RoleName {
  @Text(200) name: string;
}

export const listRoles = defineRoute({
  name: 'listRoles',
  method: 'GET',
  path: '/api/roles',
  summary: 'The custom roles of the account',
  about: 'Roles are a part of the account: the `ETag` is of all of them, and of its settings.',
  etag: true,
  access: 'roles.read',
  answer: Roles,
});

export const createRole = defineRoute({
  name: 'createRole',
  method: 'POST',
  path: '/api/roles',
  summary: 'Make a custom role',
  access: 'roles.manage',
  body: NewRole,
  dryRun: true,
  status: [201],
  answer: Role,
  etag: true,
  retryKey: true,
  refusals: ['role-name-taken', 'too-many-roles'],
});

export const renameRole = defineRoute({
  name: 'renameRole',
  method: 'PATCH',
  path: '/api/roles/:roleId',
  summary: 'Rename a custom role; its id stays',
  access: 'roles.manage',
  params: RoleId,
  body: RoleName,
  dryRun: true,
  answer: Role,
  etag: true,
  ifMatch: true,
  refusals: ['role-not-found', 'role-name-taken', 'version-mismatch'],
});

export const deleteRole = defineRoute({
  name: 'deleteRole',
  method: 'DELETE',
  path: '/api/roles/:roleId',
  summary: 'Delete a custom role that nobody has',
  access: 'roles.manage',
  params: RoleId,
  dryRun: true,
  status: [204],
  ifMatch: true,
  refusals: ['role-not-found', 'role-in-use', 'version-mismatch'],
});
