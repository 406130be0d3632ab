import { IsIn, IsInt, IsOptional, IsUUID } from 'class-validator';
import { Actor } from '../actor.js';
import { defineEvent } from '../define/message.js';
import { Nested } from '../schema/nested.js';
import { openList } from '../schema/open-list.js';
import { Topics } from '../topics.js';

/** Why a session ended. */
export const sessionEnds = openList([
  'signed-out', // at the person's own request, in that session
  'ended', // by the person from another session, or by an admin: see the actor
  'expired', // its time was over
  'idle', // nobody used it for too long
  'too-many', // the person began another one, and this was the oldest
  'deactivated', // the person became inactive
  'password-changed',
  'renamed', // another userName
  'account-closing',
]);
export type SessionEnd = (typeof sessionEnds)[number];

/** Why nobody was let in, or no password confirmed. */
export const signInRefusals = openList(['wrong-password', 'too-many-failures']);
export type SignInRefusal = (typeof signInRefusals)[number];

/**
 * Ids only. The record of the request (`workspace.request-answered`), which has the same correlation id, says where it
 * came from.
 */
class OfAPerson {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
}

export class SessionStarted extends OfAPerson {
  @IsUUID() sessionId: string;
}

export class SessionEnded extends OfAPerson {
  @IsUUID() sessionId: string;
  @IsIn(sessionEnds) why: SessionEnd;
  /** Who ended it; absent where time did. */
  @IsOptional() @Nested(() => Actor) actor?: Actor;
}

/** Nothing tells of names that nobody has: what was typed there may be a password. */
export class SessionRefused extends OfAPerson {
  @IsIn(signInRefusals) why: SignInRefusal;
  /** How many refusals this event stands for: those of one person within seconds are one event. */
  @IsOptional() @IsInt() standsFor?: number;
}

const person = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  userId: '01890a5d-ac96-774b-bcce-b302099a8058',
};
const sessionId = '01890a5d-ac96-774b-bcce-b302099a8066';
const base = { version: 1, topic: Topics.userEvents, key: ({ userId }: OfAPerson) => userId } as const;

/** Signing in and out. They change no user, and so have no version. */
export const SessionEvents = {
  /** Somebody signed in. */
  started: defineEvent({
    ...base,
    type: 'session.started',
    payload: SessionStarted,
    example: { ...person, sessionId },
  }),
  /** A session is over: `why` says how. */
  ended: defineEvent({
    ...base,
    type: 'session.ended',
    payload: SessionEnded,
    example: { ...person, sessionId, why: 'ended', actor: { kind: 'admin', id: person.userId } },
  }),
  /** Somebody was not let in, or a password was not confirmed. */
  refused: defineEvent({
    ...base,
    type: 'session.refused',
    payload: SessionRefused,
    example: { ...person, why: 'wrong-password', standsFor: 12 },
  }),
} as const;
