import { z } from 'zod';
import { defineRoute } from './define-route.js';
import { id, managedBy, pageOf, paging, text, time, user } from './shapes.js';
import { profileChange } from './user-changes.js';

const tag = 'People';
const params = z.strictObject({ userId: id });
const userType = text(200).describe('admin, member, viewer, guest, or the id of a custom role.');

const link = z
  .strictObject({
    text: z.string().describe('Shown once. What `POST /api/passwords` takes.'),
    url: z.string().optional().describe('Where the product takes it, if it has a public address.'),
    expiresAt: time,
  })
  .meta({ id: 'PasswordLink' });
const withLink = z.strictObject({ user, link }).meta({ id: 'UserWithLink' });

export const account = defineRoute({
  name: 'account',
  method: 'GET',
  path: '/api/account',
  tag,
  summary: 'The account: seats used, people, active admins',
  access: 'account.read',
  status: [200],
  answer: z
    .strictObject({
      id,
      slug: z.string(),
      name: z.string(),
      seats: z.int().describe('Active people; inactive ones are no seats.'),
      users: z.int(),
      activeAdmins: z.int(),
    })
    .meta({ id: 'Account' }),
});

export const listUsers = defineRoute({
  name: 'listUsers',
  method: 'GET',
  path: '/api/users',
  tag,
  summary: 'List and search people',
  about:
    'In creation order, the inactive and the released too. A page may be shorter than `limit` and still have a `next`.',
  access: 'users.read',
  query: z.strictObject({
    ...paging,
    search: text(320).optional().describe('A part of the name or of the e-mail address.'),
    active: z.enum(['true', 'false']).optional(),
    userType: userType.optional(),
    managedBy: managedBy.optional(),
  }),
  status: [200],
  answer: pageOf('User', user),
});

export const findUser = defineRoute({
  name: 'findUser',
  method: 'GET',
  path: '/api/users/:userId',
  tag,
  summary: 'One person',
  access: 'users.read',
  params,
  status: [200],
  answer: user,
  etag: true,
  refusals: ['user-not-found'],
});

export const invite = defineRoute({
  name: 'inviteUser',
  method: 'POST',
  path: '/api/users',
  tag,
  summary: 'Invite somebody: a workspace user, and a one-time link to set a password with',
  about:
    'Nobody sends the link: it is for you to hand over. Somebody whom the directory has released comes back with the same id.',
  access: 'users.manage',
  body: z
    .strictObject({
      userName: z.email().max(320),
      givenName: text(200),
      familyName: text(200),
      userType: userType.optional(),
    })
    .meta({ id: 'Invitation' }),
  status: [201],
  answer: withLink,
  etag: true,
  retryKey: true,
  refusals: ['user-name-taken', 'user-name-invalid', 'name-character', 'user-type-unknown', 'secret-shown'],
});

export const changeUser = defineRoute({
  name: 'changeUser',
  method: 'PATCH',
  path: '/api/users/:userId',
  tag,
  summary: 'Change somebody: profile, user type, active',
  about:
    'Of a person whom the directory keeps (`managedBy` of the answer), its next sync overwrites this (rule 7). Whom the directory made inactive, only the directory makes active again. The last active admin stays one.',
  access: 'users.manage',
  params,
  body: z
    .strictObject({
      userName: text(320).optional(),
      userType: userType.optional(),
      active: z.boolean().optional(),
      profile: profileChange.optional(),
    })
    .meta({ id: 'UserChange' }),
  status: [200],
  answer: user,
  etag: true,
  ifMatch: true,
  refusals: [
    'user-not-found',
    'version-mismatch',
    'last-admin',
    'directory-inactive',
    'user-type-unknown',
    'user-name-taken',
    'user-name-invalid',
    'name-character',
    'time-zone-unknown',
    'language-tag-invalid',
    'attribute-invalid',
  ],
});

export const linkUser = defineRoute({
  name: 'makePasswordLink',
  method: 'POST',
  path: '/api/users/:userId/password-link',
  tag,
  summary: 'A new link to set a password with; the former one works no more',
  access: 'users.manage',
  params,
  status: [201],
  answer: withLink,
  retryKey: { none: 'repeating makes another link, and a link is shown to nobody twice' },
  refusals: ['user-not-found'],
});

export const handUserBack = defineRoute({
  name: 'handUserBack',
  method: 'POST',
  path: '/api/users/:userId/hand-back',
  tag,
  summary: 'Hand a person back to the workspace: the directory keeps it no more',
  about: 'Nothing else changes. If the directory pushes the person again, it adopts the person anew.',
  access: 'users.manage',
  params,
  status: [200],
  answer: user,
  etag: true,
  ifMatch: true,
  retryKey: true,
  refusals: ['user-not-found', 'version-mismatch'],
});

export const peopleRoutes = [account, listUsers, findUser, invite, changeUser, linkUser, handUserBack] as const;
