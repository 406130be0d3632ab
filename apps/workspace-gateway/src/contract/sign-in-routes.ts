import { z } from 'zod';
import { permissionNames } from '../auth/permissions.js';
import { defineRoute } from './define-route.js';
import { id, rights, secretText, text, time, user } from './shapes.js';
import { profileChange } from './user-changes.js';

const tag = 'Sign-in';

const slug = text(63).describe('The short name of the account, as in "acme".');
export const newPassword = secretText(10, 200).describe('10 to 200 characters.');

/** Works once: on an installation without any account. */
export const setup = defineRoute({
  name: 'setUp',
  method: 'POST',
  path: '/api/setup',
  tag,
  summary: 'Make the first account and its admin',
  about: 'Works once, on an installation without any account; from then on operators make accounts.',
  access: 'open',
  body: z
    .strictObject({
      account: z.strictObject({ slug, name: text(200) }),
      admin: z.strictObject({
        userName: z.email().max(320),
        givenName: text(200),
        familyName: text(200),
        password: newPassword,
      }),
    })
    .meta({ id: 'Setup' }),
  status: [201],
  answer: z
    .strictObject({ account: z.strictObject({ id, slug: z.string(), name: z.string() }), adminId: id })
    .meta({ id: 'SetupDone' }),
  retryKey: true,
  refusals: ['setup-closed', 'slug-invalid', 'slug-taken', 'user-name-invalid', 'name-character'],
});

export const signIn = defineRoute({
  name: 'signIn',
  method: 'POST',
  path: '/api/sessions',
  tag,
  summary: 'Sign in',
  about:
    'The answer is the same, and takes the same time, whatever is wrong: account, person, password, or that the person is inactive. ' +
    'With `as: cookie` (browsers) the session is in a cookie that scripts cannot read; with `as: bearer` (programs) it is in `token`, to be sent as `Authorization: Bearer`.',
  access: 'open',
  body: z
    .strictObject({
      account: slug,
      userName: text(320).describe('The e-mail address.'),
      password: secretText(1, 1_024),
      as: z.enum(['cookie', 'bearer']).default('cookie'),
    })
    .meta({ id: 'SignIn' }),
  status: [201],
  answer: z.strictObject({ user, expiresAt: time, token: z.string().optional() }).meta({ id: 'SignedIn' }),
  retryKey: { none: 'repeating makes another session, and a session is shown to nobody twice' },
  refusals: ['sign-in-failed', 'sign-in-limit', 'cross-site'],
});

export const signOut = defineRoute({
  name: 'signOut',
  method: 'DELETE',
  path: '/api/session',
  tag,
  summary: 'Sign out: the session ends at once, everywhere',
  access: 'me.read',
  status: [204],
});

export const me = defineRoute({
  name: 'me',
  method: 'GET',
  path: '/api/me',
  tag,
  summary: 'Who is signed in, and what they may do',
  access: 'me.read',
  status: [200],
  etag: true,
  answer: z
    .strictObject({
      user,
      account: z.strictObject({ id, slug: z.string(), name: z.string() }),
      rights,
      permissions: z.array(z.enum(permissionNames)),
      session: z.strictObject({ startedAt: time, expiresAt: time }),
    })
    .meta({ id: 'Me' }),
});

export const changeMe = defineRoute({
  name: 'changeMe',
  method: 'PATCH',
  path: '/api/me',
  tag,
  summary: 'Change your own profile',
  about:
    'As for everybody: of a person whom the directory keeps (`managedBy`), its next sync overwrites this (rule 7).',
  access: 'me.edit',
  body: z.strictObject({ profile: profileChange }).meta({ id: 'MyChange' }),
  status: [200],
  answer: user,
  etag: true,
  ifMatch: true,
  refusals: ['version-mismatch', 'name-character', 'time-zone-unknown', 'language-tag-invalid', 'attribute-invalid'],
});

export const setPassword = defineRoute({
  name: 'setPassword',
  method: 'POST',
  path: '/api/passwords',
  tag,
  summary: 'Set a password with a one-time link',
  about: 'The link is used up, and every session of the person ends.',
  access: 'open',
  body: z
    .strictObject({ link: secretText(1, 200).describe('What stands behind the # of the link.'), password: newPassword })
    .meta({ id: 'NewPassword' }),
  status: [204],
  retryKey: true,
  refusals: ['link-invalid', 'sign-in-limit', 'cross-site'],
});

export const signInRoutes = [setup, signIn, signOut, me, changeMe, setPassword] as const;
