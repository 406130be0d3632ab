import { roleBases } from '@rollcall/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { id, text } from './shapes.js';

const tag = 'Roles';
const params = z.strictObject({ roleId: id });
const role = z
  .strictObject({
    id: id.describe('What to copy into the identity provider, as the `userType` of people.'),
    name: z.string(),
    basedOn: z.enum(roleBases).describe('Whose rights it has.'),
  })
  .meta({ id: 'Role' });

export const listRoles = defineRoute({
  name: 'listRoles',
  method: 'GET',
  path: '/api/roles',
  tag,
  summary: 'The custom roles of the account',
  about: 'Roles are a part of the account: the `ETag` is of all of them, and of its settings.',
  etag: true,
  access: 'roles.read',
  status: [200],
  answer: z.strictObject({ items: z.array(role) }).meta({ id: 'Roles' }),
});

export const createRole = defineRoute({
  name: 'createRole',
  method: 'POST',
  path: '/api/roles',
  tag,
  summary: 'Make a custom role',
  access: 'roles.manage',
  body: z.strictObject({ name: text(200), basedOn: z.enum(roleBases) }).meta({ id: 'NewRole' }),
  status: [201],
  answer: role,
  etag: true,
  retryKey: true,
  refusals: ['role-name-taken'],
});

export const renameRole = defineRoute({
  name: 'renameRole',
  method: 'PATCH',
  path: '/api/roles/:roleId',
  tag,
  summary: 'Rename a custom role; its id stays',
  access: 'roles.manage',
  params,
  body: z.strictObject({ name: text(200) }).meta({ id: 'RoleName' }),
  status: [200],
  answer: role,
  etag: true,
  ifMatch: true,
  refusals: ['role-not-found', 'role-name-taken', 'version-mismatch'],
});

export const deleteRole = defineRoute({
  name: 'deleteRole',
  method: 'DELETE',
  path: '/api/roles/:roleId',
  tag,
  summary: 'Delete a custom role that nobody has',
  access: 'roles.manage',
  params,
  status: [204],
  ifMatch: true,
  refusals: ['role-not-found', 'role-in-use', 'version-mismatch'],
});

export const roleRoutes = [listRoles, createRole, renameRole, deleteRole] as const;
