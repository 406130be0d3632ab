import { nilUuid, OperatorActedRecorded, type NoteAuditLook } from '@rollcall/contracts';
import { entryOf } from './entry-of.js';
import type { Entry } from './entry.js';

/** The entry of an operator's look into the log, as its record would have made it. */
export function lookEntry({ id, ...payload }: NoteAuditLook, time: Date): Entry | undefined {
  const { type } = OperatorActedRecorded;
  const { accountId = nilUuid, operator: key } = payload;
  const message = { id, type, time, accountId, correlationId: id, payload, key };
  return entryOf(message, { topic: 'audit-service', partition: 0, offset: 0 });
}
