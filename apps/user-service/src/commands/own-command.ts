import type { CommandDefinition } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';

/**
 * A command that this service gives itself, as if it had come over the topic.
 * @param cause where there is one, what it leads to is told as consequences of that (rule 20)
 */
export function ownCommand<Input extends { readonly accountId: string }>(
  { type, version, topic, key }: CommandDefinition<Input>,
  payload: Input,
  { correlationId, causationId }: Partial<Pick<Message, 'correlationId' | 'causationId'>> = {},
): Message<Input> {
  const id = uuidv7();
  return {
    id,
    type,
    schemaVersion: version,
    source: 'user-service',
    time: new Date(),
    accountId: payload.accountId,
    correlationId: correlationId ?? id,
    ...(causationId === undefined ? {} : { causationId }),
    payload,
    key: key(payload),
    place: { topic, partition: -1, offset: '-1' }, // it was on no topic
  };
}
