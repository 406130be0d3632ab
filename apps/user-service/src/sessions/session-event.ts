import type { EventDefinition } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import type { OutboxEntry } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';

/** What a session's event follows from. */
export interface SessionCause {
  readonly correlationId: string;
  readonly causationId?: string;
}

/** An event about a session, for the outbox. Its order among the user's own events does not matter: it has no version. */
export function sessionEvent<Payload extends { readonly accountId: string; readonly userId: string }>(
  definition: EventDefinition<Payload>,
  payload: Payload,
  { correlationId, causationId }: SessionCause,
): OutboxEntry {
  const { accountId, userId } = payload;
  const envelope = {
    id: uuidv7(),
    type: definition.type,
    source: 'user-service',
    subject: userId,
    accountId,
    correlationId,
    ...(causationId === undefined ? {} : { causationId }),
  };
  return { aggregateId: userId, record: encodeMessage(envelope, payload) };
}
