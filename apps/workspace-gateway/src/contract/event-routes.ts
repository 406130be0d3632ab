import { Described, MayBeAbsent } from '@rollcall/contracts';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, IsUUID } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { Time } from './decorators.js';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('About');

/** Why a stream of hints ends. */
export const streamEnds = ['session-ended', 'rights-changed', 'unavailable', 'shutdown'] as const;
export type StreamEnd = (typeof streamEnds)[number];

const Ids = (about: string): PropertyDecorator =>
  applyDecorators(Described(about), MayBeAbsent(), IsArray(), ArrayMaxSize(200), IsUUID('all', { each: true }));
const Flag = (about: string): PropertyDecorator => applyDecorators(Described(about), MayBeAbsent(), IsIn([true]));

/** Event `hello`, the first. */
export class StreamHello {
  @Described('Another one than before: the API or the console has changed.') @IsString() build: string;
  @Time() serverTime: string;
  @Time() sessionExpiresAt: string;
}

/** Event `changed`. What is absent did not change, or is not for the caller to read. */
export class StreamChanged {
  @Ids('These people may have changed.') user?: string[];
  @Ids('These teams, their members or their drift.') team?: string[];
  @Ids('These SCIM tokens.') token?: string[];
  @Ids('Of these teams there is a new run of the reconciler, or a held one has ended.') reconciler?: string[];
  @Ids('These people have signed in or out, or a session of theirs was ended.') sessions?: string[];
  @Described('So many requests of the directory were answered, or more: refusals in a flood are recorded as one.')
  @MayBeAbsent()
  @IsInt()
  requests?: number;
  @Flag('The custom roles.') roles?: true;
  @Flag('The settings about the directory.') settings?: true;
  @Flag('The mode of the reconciler.') reconcilerMode?: true;
  @Flag('What waits to be looked at, or was decided.') takeovers?: true;
  @Flag('Who is held by the brake on leavers.') leavers?: true;
  @Flag('What waits for an admin.') notices?: true;
  @Flag('Webhooks.') webhooks?: true;
  @Flag('Which notices somebody gets by e-mail.') notifications?: true;
  @Flag('Whether the account is open.') account?: true;
}

/** Event `resync`: read again whatever is shown. */
export class StreamResync {
  @Described('too-much: more has changed than is named. lost: what has changed was not heard.')
  @IsIn(['too-much', 'lost'])
  why: 'too-much' | 'lost';
}

/** Event `bye`, the last. */
export class StreamBye {
  @Described(
    'session-ended: sign in again. rights-changed: ask again what the person may do. unavailable, shutdown: connect again.',
  )
  @IsIn(streamEnds)
  why: StreamEnd;
}

export const listen = defineRoute({
  name: 'listen',
  method: 'GET',
  path: '/api/events',
  summary: 'Hints of what may have changed, as server-sent events',
  about:
    'Events `hello`, `changed`, `resync` and `bye`, each with its JSON; a comment every 15 seconds. Hints name ids and no values: who wants these asks for them. Nothing is sent again: after each `hello` and `resync` read again whatever is shown. Changes of a quarter of a second are one event. Listening does not keep a session from ending unused.',
  access: 'me.read',
  background: true,
  frames: [StreamHello, StreamChanged, StreamResync, StreamBye],
  refusals: ['too-many-streams'],
});
