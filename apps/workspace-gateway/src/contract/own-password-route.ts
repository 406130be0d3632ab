import { Described, passwordLength } from '@rollcall/contracts';
import type { Secret } from '@rollcall/gateway-kit';
import { SecretText } from './decorators.js';
import { routesOf } from './define-route.js';
import { User } from './shapes.js';

const defineRoute = routesOf('Sign-in');

export const aboutPassword =
  '8 to 1,024 characters; none of those that people use most, nor the name, the address or the account itself.';

/** A new password; the rule's other half is checked by `requireGoodPassword`. */
export const NewSecret = (): PropertyDecorator => SecretText(passwordLength.min, passwordLength.max);

class OwnPasswordChange {
  @SecretText(1, passwordLength.max) currentPassword: Secret;
  @Described(aboutPassword) @NewSecret() newPassword: Secret;
}

export const changeOwnPassword = defineRoute({
  name: 'changeMyPassword',
  method: 'PUT',
  path: '/api/me/password',
  summary: 'Change your own password',
  about:
    'Needs the present one. This session goes on; all others of yours end, and a link to set a password with works no more. Of a person whom the directory keeps (`managedBy` of the answer), the next password that it sends overwrites this one (rule 7). Wrong passwords are limited like failed sign-ins.',
  access: 'me.edit',
  body: OwnPasswordChange,
  answer: User,
  etag: true,
  refusals: ['password-wrong', 'password-refused', 'sign-in-limit', 'overtaken', 'user-not-found'],
});
