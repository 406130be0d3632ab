import type { Message } from '@rollcall/messaging';
import type { ParkedMessageRow } from '../entities/parked-message-row.js';

/** An event that could not be applied, or that waits behind such an event of the same key. */
export interface ParkedMessage {
  readonly id: string;
  readonly key: string;
  readonly reason: string;
  readonly parkedAt: Date;
  readonly message: Message;
}

export function parkedOf({ id, message_key, reason, parked_at, message }: ParkedMessageRow): ParkedMessage {
  return { id, key: message_key, reason, parkedAt: parked_at, message: revived(message) };
}

/** The message with its dates: JSON keeps them as texts. */
export function revived({ time, deadline, ...message }: ParkedMessageRow['message']): Message {
  return { ...message, time: new Date(time), ...(deadline === undefined ? {} : { deadline: new Date(deadline) }) };
}
