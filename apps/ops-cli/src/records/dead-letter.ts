import { decodeDeadLetter, replayHeaders, type CommandSigner, type RawHeaders } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { LogRecord } from '../connections/ports.js';
import { messageView, type MessageView } from './message-view.js';

/** A record that a service could not decode or apply, for operators. */
export interface DeadLetter {
  /** Its name: `user-service/0/17`. */
  readonly letter: string;
  readonly service: string;
  readonly deadSince: string;
  readonly reason: string;
  /** The original record; absent where the letter does not name its place, so that it cannot be replayed. */
  readonly original?: LogRecord;
  /** The original record, as operators read it. */
  readonly message?: MessageView;
}

/** Reads any record of a dead-letter topic. */
export function deadLetter(record: LogRecord): DeadLetter {
  const service = record.topic.replace(/^rollcall\./, '').replace(/\.dead-letters$/, '');
  const letter = `${service}/${record.partition}/${record.offset}`;
  const decoded = decodeDeadLetter(record);
  if (!decoded) return { letter, service, deadSince: record.time.toISOString(), reason: 'not a letter of ours' };
  const { original, whole, reason, failedAt } = decoded;
  const known = { letter, service, deadSince: failedAt.toISOString(), message: messageView(original) };
  if (!whole)
    return {
      ...known,
      reason: `${reason} (the value is at its old place only: too large for a letter, or with a password hash)`,
    };
  return { ...known, reason, original };
}

const left: ReadonlySet<string> = new Set(['rollcall_deadline', 'rollcall_replyto', ...replayHeaders]);

/**
 * The headers for a replay: those of the original record, without the deadline (it has passed, and the operator decides
 * anew) and without the reply topic (the caller has been told of the failure). A command that is older than what services remember of
 * commands passes by the operator's proof, and is handled under a new id.
 */
export function headersForReplay({ topic, key, headers, rawHeaders }: LogRecord, signer: CommandSigner): RawHeaders {
  const kept = Object.fromEntries(Object.entries(rawHeaders).filter(([name]) => !left.has(name)));
  return { ...kept, ...signer.replay({ topic, key: key?.toString('utf8') ?? '', headers }, uuidv7()) };
}
