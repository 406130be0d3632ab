import { defineMessage, type MessageDefinition } from '@rollcall/contracts';
import { IsInt, IsOptional, IsString, IsUUID } from 'class-validator';

export const account = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Adds to a counter, and makes it where it is missing. The language of this library's specs. */
export class Add {
  @IsUUID() accountId: string;
  @IsString() counterId: string;
  @IsInt() by: number;
  @IsOptional() @IsString() text?: string;
}

export interface CounterWords {
  readonly commandTopic: string;
  readonly eventTopic: string;
  readonly add: MessageDefinition<Add>;
  readonly added: MessageDefinition<Add>;
  /** An event that no handler of the specs is interested in. */
  readonly ignored: MessageDefinition<Add>;
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
    add: defineMessage({ ...base, kind: 'command', type: `${prefix}.add`, topic: commandTopic }),
    added: defineMessage({ ...base, kind: 'event', type: `${prefix}.added`, topic: eventTopic }),
    ignored: defineMessage({ ...base, kind: 'event', type: `${prefix}.ignored`, topic: eventTopic }),
  };
}

export const adding = (counterId: string, by: number, text?: string): Add => ({
  accountId: account,
  counterId,
  by,
  ...(text === undefined ? {} : { text }),
});
