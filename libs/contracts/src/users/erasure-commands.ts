import { IsBoolean, IsDateString, IsOptional } from 'class-validator';
import type { Actor } from '../actor.js';
import { defineCommand } from '../define/message.js';
import { IdReply } from '../id-reply.js';
import { Topics } from '../topics.js';
import { UserCommand } from './user-commands.js';

/** What is known of a removed person goes for good (rule 25). */
export class EraseUser extends UserCommand {
  /** Only where the directory released the person by then: for the account's setting `eraseReleasedAfterDays`. */
  @IsOptional() @IsDateString() releasedBefore?: string;
}

/** Reply of `user.erase`. */
export class ErasureReply extends IdReply {
  /** False where the person had been erased before. */
  @IsBoolean() readonly changed: boolean;
}

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', userId: '01890a5d-ac96-774b-bcce-b302099a8058' };
const actor: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const base = { version: 1, topic: Topics.userCommands, key: (c: UserCommand) => c.userId } as const;

export const ErasureCommands = {
  erase: defineCommand({
    ...base,
    type: 'user.erase',
    payload: EraseUser,
    reply: ErasureReply,
    example: { ...ids, actor },
  }),
} as const;
