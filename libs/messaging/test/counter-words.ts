import { defineCommand, defineEvent, type CommandDefinition, type EventDefinition } from '@rollcall/contracts';
import { IsInt, IsOptional, IsString, IsUUID } from 'class-validator';

export const account = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Adds to a counter, and makes it where it is missing. The language of this library's specs. */
export class Add {
  @IsUUID() accountId: string;
  @IsString() counterId: string;
  @IsInt() by: number;
  @IsOptional() @IsString() text?: string;
}

/** What the counter counts now. */
export class TotalReply {
  @IsInt() total: number;
}

export interface CounterWords {
  readonly commandTopic: string;
  readonly eventTopic: string;
  readonly add: CommandDefinition<Add, TotalReply>;
  readonly added: EventDefinition<Add>;
  /** An event that no handler of the specs is interested in. */
  readonly ignored: EventDefinition<Add>;
}

/** The same words on topics of a spec's own. */
export function counterWords(prefix: string): CounterWords {
  const commandTopic = `${prefix}.commands`;
  const eventTopic = `${prefix}.events`;
  const example: Add = { accountId: account, counterId: 'one', by: 1 };
  const base = { version: 1, key: (add: Add) => add.counterId, payload: Add, example } as const;
  return {
    commandTopic,
    eventTopic,
    add: defineCommand({ ...base, type: `${prefix}.add`, topic: commandTopic, reply: TotalReply }),
    added: defineEvent({ ...base, type: `${prefix}.added`, topic: eventTopic }),
    ignored: defineEvent({ ...base, type: `${prefix}.ignored`, topic: eventTopic }),
  };
}

export const adding = (counterId: string, by: number, text?: string): Add => ({
  accountId: account,
  counterId,
  by,
  ...(text === undefined ? {} : { text }),
});
