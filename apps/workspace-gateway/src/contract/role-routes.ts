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
  refusals: ['role-not-found', 'role-name-taken'],
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
  refusals: ['role-not-found', 'role-in-use'],
});

export const roleRoutes = [listRoles, createRole, renameRole, deleteRole] as const;
