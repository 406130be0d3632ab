import { Described, ListOf, MayBeAbsent } from '@rollcall/contracts';
import { Secret } from '@rollcall/gateway-kit';
import { IsBoolean, IsInt, IsString } from 'class-validator';
import { Id, SecretText, Time } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('Sign-in');

class SessionId {
  @Id() sessionId: string;
}

class UserOfSessions {
  @Id() userId: string;
}

class ListedSession {
  @Id() id: string;
  @Time() startedAt: string;
  @Described('To the minute.') @Time() lastUsedAt: string;
  @Time() expiresAt: string;
  @Described('The address that it began at; of IPv6 the network.') @MayBeAbsent() @IsString() network?: string;
  @Described('As in "Firefox on Windows".') @MayBeAbsent() @IsString() device?: string;
  @Described('Whether this request was sent in it.') @IsBoolean() current: boolean;
}

class ListedSessions {
  @ListOf(() => ListedSession) items: ListedSession[];
}

class EndedSessions {
  @Described('How many.') @IsInt() ended: number;
}

class PasswordAgain {
  @SecretText(1, 1_024) password: Secret;
}

class Confirmed {
  @Time() confirmedAt: string;
}

export const confirmSession = defineRoute({
  name: 'confirmSession',
  method: 'POST',
  path: '/api/session/confirm',
  summary: 'Give the password again',
  about:
    'What could hand the account over asks for it: such a request gets 403 `confirmation-needed` where the password was given too long ago. Then send this, and that request again. Failures count as those of signing in.',
  access: 'me.read',
  body: PasswordAgain,
  answer: Confirmed,
  retryKey: { none: 'repeating confirms again' },
  refusals: ['confirmation-failed', 'sign-in-limit'],
});

export const listMySessions = defineRoute({
  name: 'listMySessions',
  method: 'GET',
  path: '/api/me/sessions',
  summary: 'Where you are signed in, the newest first',
  access: 'me.read',
  answer: ListedSessions,
});

export const endMySession = defineRoute({
  name: 'endMySession',
  method: 'DELETE',
  path: '/api/me/sessions/:sessionId',
  summary: 'End one of your sessions at once',
  access: 'me.read',
  params: SessionId,
  status: [204],
  refusals: ['session-not-found'],
});

export const endMyOtherSessions = defineRoute({
  name: 'endMyOtherSessions',
  method: 'DELETE',
  path: '/api/me/sessions',
  summary: 'End all your sessions but this one at once',
  access: 'me.read',
  answer: EndedSessions,
});

export const listUserSessions = defineRoute({
  name: 'listUserSessions',
  method: 'GET',
  path: '/api/users/:userId/sessions',
  summary: 'Where somebody is signed in, the newest first',
  access: 'users.manage',
  params: UserOfSessions,
  answer: ListedSessions,
  refusals: ['user-not-found'],
});

export const endUserSessions = defineRoute({
  name: 'endUserSessions',
  method: 'DELETE',
  path: '/api/users/:userId/sessions',
  summary: 'End all sessions of somebody at once',
  access: 'users.manage',
  params: UserOfSessions,
  answer: EndedSessions,
  refusals: ['user-not-found'],
});
