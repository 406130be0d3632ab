import { Described, MayBeAbsent, Nested } from '@rollcall/contracts';
import { IsBoolean, IsString } from 'class-validator';
import { EmailAddress, Id, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { aboutUserType, User, UserId } from './shapes.js';
import { aboutBrief } from './people-list-routes.js';
import { ProfileChange } from './user-changes.js';

const defineRoute = routesOf('People');

class PasswordLink {
  @Described('Shown once. What `POST /api/passwords` takes.') @IsString() text: string;
  @Described('Where the product takes it, if it has a public address.') @MayBeAbsent() @IsString() url?: string;
  @Time() expiresAt: string;
}

class UserWithLink {
  @Nested(() => User) user: User;
  @Nested(() => PasswordLink) link: PasswordLink;
}

class Invitation {
  @EmailAddress() userName: string;
  @Text(200) givenName: string;
  @Text(200) familyName: string;
  @Described(aboutUserType) @MayBeAbsent() @Text(200) userType?: string;
}

class UserChange {
  @MayBeAbsent() @Text(320) userName?: string;
  @Described(aboutUserType) @MayBeAbsent() @Text(200) userType?: string;
  @MayBeAbsent() @IsBoolean() active?: boolean;
  @MayBeAbsent() @Nested(() => ProfileChange) profile?: ProfileChange;
}

class HandBack {
  @Described(
    'Whom the directory made inactive may be made active by hand from now on; otherwise only the directory may.',
  )
  @MayBeAbsent()
  @IsBoolean()
  allowReactivation?: boolean;
}

export const findUser = defineRoute({
  name: 'findUser',
  method: 'GET',
  path: '/api/users/:userId',
  summary: 'One person',
  about: aboutBrief,
  access: 'users.read',
  params: UserId,
  answer: User,
  etag: true,
  refusals: ['user-not-found'],
});

export const invite = defineRoute({
  name: 'inviteUser',
  method: 'POST',
  path: '/api/users',
  summary: 'Invite somebody: a workspace user, and a one-time link to set a password with',
  about:
    'Nobody sends the link: it is for you to pass on. Who names no type invites a member. Somebody whom the directory has released comes back with the same id.',
  access: 'users.manage',
  body: Invitation,
  status: [201],
  answer: UserWithLink,
  etag: true,
  retryKey: true,
  refusals: [
    'user-name-taken',
    'user-name-invalid',
    'name-character',
    'user-type-unknown',
    'not-hers-to-give',
    'secret-shown',
    'confirmation-needed',
  ],
});

export const changeUser = defineRoute({
  name: 'changeUser',
  method: 'PATCH',
  path: '/api/users/:userId',
  summary: 'Change somebody: profile, user type, active',
  about:
    'Of a person whom the directory keeps (`managedBy` of the answer), its next sync overwrites this (rule 7). Whom the directory made inactive, only the directory makes active again. The last active admin stays one. Who becomes an admin by one who was made in the product keeps no password that the directory could know, and needs a link (rule 6).',
  access: 'users.manage',
  params: UserId,
  body: UserChange,
  dryRun: true,
  answer: User,
  etag: true,
  ifMatch: true,
  refusals: [
    'user-not-found',
    'version-mismatch',
    'last-admin',
    'confirmation-needed',
    'directory-inactive',
    'not-hers-to-give',
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
  summary: 'A new link to set a password with; the former one works no more',
  about: 'Of an admin who was made in the product, only that person and other such admins may make one (rule 6).',
  access: 'users.manage',
  confirmed: true,
  params: UserId,
  status: [201],
  answer: UserWithLink,
  retryKey: { none: 'repeating makes another link, and a link is shown to nobody twice' },
  refusals: ['user-not-found', 'not-hers-to-give'],
});

export const withdrawLink = defineRoute({
  name: 'withdrawPasswordLink',
  method: 'DELETE',
  path: '/api/users/:userId/password-link',
  summary: 'Withdraw a link to set a password with, an invitation’s too',
  about: 'The link works no more. The answer is the same where there is none.',
  access: 'users.manage',
  params: UserId,
  status: [204],
  refusals: ['user-not-found'],
});

export const handUserBack = defineRoute({
  name: 'handUserBack',
  method: 'POST',
  path: '/api/users/:userId/hand-back',
  summary: 'Hand a person back to the workspace: the directory keeps it no more',
  about:
    'Nothing else changes. If the directory pushes the person again, it adopts the person anew. Whom it made inactive stays so, unless `allowReactivation` says otherwise.',
  access: 'users.manage',
  confirmed: true,
  params: UserId,
  body: HandBack,
  noBodyNeeded: true,
  dryRun: true,
  answer: User,
  etag: true,
  ifMatch: true,
  retryKey: true,
  refusals: ['user-not-found', 'version-mismatch'],
});

export const handUserOver = defineRoute({
  name: 'handUserOver',
  method: 'POST',
  path: '/api/users/:userId/hand-over',
  summary: 'Hand a person over to the directory, which may then set the name and the password to sign in with',
  about:
    'The opposite of hand-back. Of an admin who was made in the product (`ownSignIn`), only that person and other such admins may do so (rule 6).',
  access: 'users.manage',
  confirmed: true,
  params: UserId,
  dryRun: true,
  answer: User,
  etag: true,
  ifMatch: true,
  retryKey: true,
  refusals: ['user-not-found', 'version-mismatch', 'not-hers-to-give'],
});

class Erasure {
  @Id() userId: string;
  @Described('False where the person had been erased before.') @IsBoolean() changed: boolean;
}

export const eraseUser = defineRoute({
  name: 'eraseUser',
  method: 'DELETE',
  path: '/api/users/:userId/data',
  summary: 'Erase a removed person: what is known of the person is gone for good',
  about:
    'Of people whom the directory has released, and of inactive people whom no directory keeps. Only the id stays, and is given to nobody again; the person is found no more. It cannot be undone (rule 25).',
  access: 'users.manage',
  confirmed: true,
  params: UserId,
  dryRun: true,
  answer: Erasure,
  ifMatch: true,
  refusals: ['user-not-found', 'version-mismatch', 'not-removed', 'not-hers-to-give'],
});
