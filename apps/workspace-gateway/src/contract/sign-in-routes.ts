import { Described, MayBeAbsent, Nested, roleBases } from '@rollcall/contracts';
import { Secret } from '@rollcall/gateway-kit';
import { IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { permissionNames, type Permission, type Rights } from '../auth/permissions.js';
import { EmailAddress, Id, SecretText, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { aboutPassword, NewSecret } from './own-password-route.js';
import { AccountBrief, User } from './shapes.js';
import { ProfileChange } from './user-changes.js';

const defineRoute = routesOf('Sign-in');

const aboutSlug = 'The short name of the account, as in "acme".';

class FirstAccount {
  @Described(aboutSlug) @Text(63) slug: string;
  @Text(200) name: string;
}

class FirstAdmin {
  @EmailAddress() userName: string;
  @Text(200) givenName: string;
  @Text(200) familyName: string;
  @Described(aboutPassword) @NewSecret() password: Secret;
}

class Setup {
  @Described('The secret of this installation (`SETUP_SECRET`): its operator knows it.')
  @SecretText(1, 200)
  secret: Secret;
  @Nested(() => FirstAccount) account: FirstAccount;
  @Nested(() => FirstAdmin) admin: FirstAdmin;
}

class SetupDone {
  @Nested(() => AccountBrief) account: AccountBrief;
  @Id() adminId: string;
}

class SignIn {
  @Described(aboutSlug) @Text(63) account: string;
  @Described('The e-mail address.') @Text(320) userName: string;
  @SecretText(1, 1_024) password: Secret;
  @MayBeAbsent() @IsIn(['cookie', 'bearer']) as: 'cookie' | 'bearer' = 'cookie';
}

class SignedIn {
  @Nested(() => User) user: User;
  @Time() expiresAt: string;
  @MayBeAbsent() @IsString() token?: string;
}

class Session {
  @Time() startedAt: string;
  @Time() expiresAt: string;
  @Described('After how long without a request that somebody made it ends, in milliseconds.')
  @MayBeAbsent()
  @IsInt()
  idleMs?: number;
}

class Me {
  @Nested(() => User) user: User;
  @Nested(() => AccountBrief) account: AccountBrief;
  @Described('What the user type allows: of a custom role, what its base allows.')
  @IsIn(['admin', ...roleBases])
  rights: Rights;
  @IsArray() @IsIn(permissionNames, { each: true }) permissions: Permission[];
  @Nested(() => Session) session: Session;
}

class MyChange {
  @Nested(() => ProfileChange) profile: ProfileChange;
}

class NewPassword {
  @Described('What stands behind the # of the link.') @SecretText(1, 200) link: Secret;
  @Described(aboutPassword) @NewSecret() password: Secret;
}

/** Opens once: on an installation that has no account. */
export const setup = defineRoute({
  name: 'setUp',
  method: 'POST',
  path: '/api/setup',
  summary: 'Make the first account and its admin',
  about:
    'Works once, on an installation without any account, for who knows its secret; from then on operators make accounts.',
  access: 'open',
  body: Setup,
  status: [201],
  answer: SetupDone,
  retryKey: { none: 'it works once, and whoever sends it again is told that there is an account' },
  refusals: [
    'setup-secret-wrong',
    'sign-in-limit',
    'setup-closed',
    'password-refused',
    'slug-invalid',
    'slug-taken',
    'user-name-invalid',
    'name-character',
  ],
});

export const signIn = defineRoute({
  name: 'signIn',
  method: 'POST',
  path: '/api/sessions',
  summary: 'Sign in',
  about:
    'The answer is the same, and takes the same time, whatever is wrong: account, person, password, or that the person is inactive. ' +
    'With `as: cookie` (browsers) the session is in a cookie that scripts cannot read; with `as: bearer` (programs) it is in `token`, to be sent as `Authorization: Bearer`.',
  access: 'open',
  body: SignIn,
  status: [201],
  answer: SignedIn,
  retryKey: { none: 'repeating makes another session, and a session is shown to nobody twice' },
  refusals: ['sign-in-failed', 'sign-in-limit', 'cross-site'],
});

export const signOut = defineRoute({
  name: 'signOut',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out: the session ends at once, everywhere',
  access: 'me.read',
  status: [204],
});

export const me = defineRoute({
  name: 'me',
  method: 'GET',
  path: '/api/me',
  summary: 'Who is signed in, and what they may do',
  access: 'me.read',
  etag: true,
  answer: Me,
});

export const changeMe = defineRoute({
  name: 'changeMe',
  method: 'PATCH',
  path: '/api/me',
  summary: 'Change your own profile',
  about:
    'As for everybody: of a person whom the directory keeps (`managedBy`), its next sync overwrites this (rule 7).',
  access: 'me.edit',
  body: MyChange,
  answer: User,
  etag: true,
  ifMatch: true,
  refusals: ['version-mismatch', 'name-character', 'time-zone-unknown', 'language-tag-invalid', 'attribute-invalid'],
});

export const setPassword = defineRoute({
  name: 'setPassword',
  method: 'POST',
  path: '/api/passwords',
  summary: 'Set a password with a one-time link',
  about:
    'The link is used up, and every session of the person ends. An `Idempotency-Key` is good for this link with this password only.',
  access: 'open',
  body: NewPassword,
  status: [204],
  retryKey: true,
  refusals: ['link-invalid', 'password-refused', 'sign-in-limit', 'cross-site'],
});
