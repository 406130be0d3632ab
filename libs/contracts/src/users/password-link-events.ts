import { IsDateString, IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineEvent } from '../define/message.js';
import { Topics } from '../topics.js';

/** Of a link to set a password with: whose it is, and who did it. The person did not change. */
export class PasswordLinkEvent {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
  @IsActor() actor: Actor;
}

export class PasswordLinkMade extends PasswordLinkEvent {
  @IsDateString() expiresAt: string;
}

const example: PasswordLinkEvent = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  userId: '01890a5d-ac96-774b-bcce-b302099a8058',
  actor: { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' },
};
const base = { version: 1, topic: Topics.userEvents, key: ({ userId }: PasswordLinkEvent) => userId } as const;

export const PasswordLinkEvents = {
  /** By an admin, or with an invitation; a former link is invalid from now on. */
  made: defineEvent({
    ...base,
    type: 'user.password-link-made',
    payload: PasswordLinkMade,
    example: { ...example, expiresAt: '2026-12-01T00:00:00.000Z' },
  }),
  withdrawn: defineEvent({ ...base, type: 'user.password-link-withdrawn', payload: PasswordLinkEvent, example }),
} as const;
