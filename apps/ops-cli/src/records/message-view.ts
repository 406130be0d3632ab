import { messageDefinition } from '@rollcall/contracts';
import { decodeDeadLetter } from '@rollcall/messaging';
import type { LogRecord } from '../connections/ports.js';

/** A record of a topic, for operators. */
export interface MessageView {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly time: string;
  readonly key?: string | undefined;
  readonly id?: string | undefined;
  readonly type: string;
  readonly source?: string | undefined;
  readonly accountId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly aggregateVersion?: number | undefined;
  readonly payload?: unknown;
  /** Why it cannot be read as a message; for a dead letter, the reason and the original place. */
  readonly problem?: string;
}

/** Never shown: hashes of passwords and of tokens. They are no secrets themselves, but help to guess them. */
const hidden: ReadonlySet<string> = new Set(['passwordHash', 'digest', 'sessionDigest']);

/**
 * Reads whatever a record contains, and never fails: an operator needs to see the records that the services could not
 * read. `problem` comes from the codec of libs/messaging, which knows the definitions and refuses such records.
 */
export function messageView(record: LogRecord): MessageView {
  const { headers } = record;
  const type = headers['ce_type'];
  const version = headers['ce_aggregateversion'];
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    time: headers['ce_time'] ?? record.time.toISOString(),
    key: record.key?.toString(),
    id: headers['ce_id'],
    type: type ?? 'unknown',
    source: headers['ce_source'],
    accountId: headers['ce_accountid'],
    correlationId: headers['ce_correlationid'],
    causationId: headers['ce_causationid'],
    ...(version === undefined ? {} : { aggregateVersion: Number(version) }),
    ...payloadOf(record, type),
    ...deathOf(record),
  };
}

function payloadOf(record: LogRecord, type: string | undefined): Pick<MessageView, 'payload' | 'problem'> {
  const text = record.value?.toString('utf8');
  if (text === undefined) return { problem: 'a tombstone' };
  try {
    const payload: unknown = JSON.parse(text, (name, value: unknown) => (hidden.has(name) ? '(hidden)' : value));
    if (type === undefined) return { payload, problem: 'has no ce_type header' };
    return messageDefinition(type) || type.startsWith('reply')
      ? { payload }
      : { payload, problem: 'a type that nobody defined' };
  } catch {
    return { problem: `not JSON (${record.value?.length ?? 0} bytes)` };
  }
}

function deathOf(record: LogRecord): Pick<MessageView, 'problem'> {
  const dead = decodeDeadLetter(record);
  if (!dead) return {};
  const { topic, partition, offset } = dead.original;
  return { problem: `dead letter from ${topic} ${partition}/${offset}: ${dead.reason}` };
}

export interface MessageFilter {
  readonly accountId?: string | undefined;
  /** A user as the subject of a message, or as its actor. */
  readonly userId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** Whether a message fulfils every condition of the filter. A type may end in `*`: `user.*`. */
export function fulfils(message: MessageView, filter: MessageFilter): boolean {
  const { accountId, userId, correlationId, types } = filter;
  return (
    (accountId === undefined || message.accountId === accountId) &&
    (correlationId === undefined || message.correlationId === correlationId || message.id === correlationId) &&
    (userId === undefined || message.key === userId || idsOf(message.payload).includes(userId)) &&
    (types === undefined || types.some((type) => isOfType(message.type, type)))
  );
}

const isOfType = (type: string, wanted: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

function idsOf(payload: unknown): readonly unknown[] {
  if (typeof payload !== 'object' || payload === null) return [];
  const { userId, creatorId, resourceId, actor, admin, userIds, evicted, restored } = payload as Record<
    string,
    unknown
  >;
  const members = [userIds, evicted, restored].flatMap((each): unknown[] => (Array.isArray(each) ? each : []));
  return [
    userId,
    creatorId,
    resourceId,
    (actor as { id?: unknown } | null | undefined)?.id,
    ...idsOf(admin),
    ...members.flatMap((each) => (typeof each === 'string' ? [each] : idsOf(each))),
  ];
}
