import type { LogRecord } from '../connections/ports.js';
import { messageView, type MessageView } from './message-view.js';

/** A record that a service could not decode or apply, as its dead-letter topic keeps it: whole, with where and why. */
export interface DeadLetter {
  /** Its name: `user-service/0/17`. */
  readonly letter: string;
  readonly service: string;
  readonly deadSince: string;
  readonly reason: string;
  /** The record as it was; absent where the letter itself cannot be read, so that it cannot be replayed. */
  readonly original?: LogRecord;
  /** The same as operators read it. */
  readonly message?: MessageView;
}

/** The value of a record of a dead-letter topic (libs/messaging, pipeline/dead-letter.ts). */
interface LetterBody {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly value: string | null;
  readonly reason: string;
  readonly at: string;
}

export function deadLetter(record: LogRecord): DeadLetter {
  const service = record.topic.replace(/^rollcall\./, '').replace(/\.dead-letters$/, '');
  const letter = `${service}/${record.partition}/${record.offset}`;
  const body = bodyOf(record);
  if (!body) return { letter, service, deadSince: record.time.toISOString(), reason: 'not a letter of ours' };
  const original: LogRecord = {
    topic: body.topic,
    partition: body.partition,
    offset: body.offset,
    time: new Date(body.at),
    key: body.key === null ? undefined : Buffer.from(body.key, 'base64').toString(),
    headers: body.headers,
    value: body.value === null ? undefined : Buffer.from(body.value, 'base64'),
  };
  return { letter, service, deadSince: body.at, reason: body.reason, original, message: messageView(original) };
}

function bodyOf(record: LogRecord): LetterBody | undefined {
  try {
    const body = JSON.parse(record.value?.toString('utf8') ?? '') as Partial<LetterBody> | null;
    return typeof body?.topic === 'string' && typeof body.headers === 'object' ? (body as LetterBody) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The headers for a replay: those of the record, without the deadline (it has passed, and the operator decides anew) and
 * without the address for a reply (who waited for it has been told of the failure).
 */
export function headersForReplay(original: LogRecord): Record<string, string> {
  const { rollcall_deadline: _passed, rollcall_replyto: _gone, ...kept } = original.headers;
  return kept;
}
