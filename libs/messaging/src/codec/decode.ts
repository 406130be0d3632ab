import { messageDefinition, type MessageDefinition } from '@rollcall/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Message } from '../ports/message.js';
import { isReplyTopic } from './reply-topic.js';

/** A record as it came off a topic. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The record is not a message of ours, or its payload does not fit its definition. Trying again will not help. */
export class Undecodable extends Error {
  constructor(
    readonly problems: readonly string[],
    /** True where the type itself is unknown. */
    readonly unknownType = false,
  ) {
    super(problems.join('; '));
    this.name = 'Undecodable';
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads headers and payload, and validates both. Unknown fields of the payload are ignored.
 * @throws Undecodable naming every problem (attribute names and constraints only, never values).
 */
export function decodeMessage(record: RawRecord): Message {
  const headers = new HeaderReader(record.headers);
  const type = headers.required('ce_type');
  const definition = messageDefinition(type);
  if (type !== '' && definition?.topic !== record.topic) {
    throw new Undecodable([`type ${type.slice(0, 100)} is not known on ${record.topic}`], true);
  }
  const envelope = { type, ...readEnvelope(headers, definition) };
  if (headers.problems.length > 0 || !definition) throw new Undecodable(headers.problems);
  const payload = decodePayload(definition, record.value);
  const { accountId } = payload as { accountId?: unknown };
  if (accountId !== undefined && accountId !== envelope.accountId && envelope.accountId !== '') {
    throw new Undecodable(['ce_accountid and the account of the payload differ']);
  }
  return {
    ...envelope,
    payload,
    key: record.key?.toString('utf8') ?? definition.key(payload),
    place: { topic: record.topic, partition: record.partition, offset: record.offset },
  };
}

/** Everything that stands in headers, with the problems noted in the reader. */
function readEnvelope(headers: HeaderReader, definition: MessageDefinition | undefined) {
  const id = headers.required('ce_id');
  if (id !== '' && !uuid.test(id)) headers.problems.push('header ce_id is no UUID');
  if ((headers.text('ce_specversion') ?? '1.0') !== '1.0') headers.problems.push('header ce_specversion is not 1.0');
  const schemaVersion = headers.whole('ce_dataschemaversion') ?? 1;
  // An older version would need an upcast; there is none yet.
  if (definition && schemaVersion !== definition.version)
    headers.problems.push(`ours is version ${definition.version} of ${definition.type}, not ${schemaVersion}`);
  const time = new Date(headers.text('ce_time') ?? 0);
  if (Number.isNaN(time.getTime())) headers.problems.push('header ce_time is no time');
  const replyTo = headers.text('rollcall_replyto');
  if (replyTo !== undefined && !isReplyTopic(replyTo))
    headers.problems.push('header rollcall_replyto names no reply topic');
  const causationId = headers.text('ce_causationid');
  const traceparent = headers.text('traceparent');
  const aggregateVersion = headers.whole('ce_aggregateversion');
  const deadline = headers.whole('rollcall_deadline');
  return {
    id,
    schemaVersion,
    time,
    source: headers.required('ce_source'),
    // A record of a request that no token vouched for belongs to no account.
    accountId: definition?.kind === 'record' ? (headers.text('ce_accountid') ?? '') : headers.required('ce_accountid'),
    correlationId: headers.required('ce_correlationid'),
    ...(causationId === undefined ? {} : { causationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(aggregateVersion === undefined ? {} : { aggregateVersion }),
    ...(deadline === undefined ? {} : { deadline: new Date(deadline) }),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

class HeaderReader {
  readonly problems: string[] = [];

  constructor(private readonly headers: RawRecord['headers']) {}

  text(name: string): string | undefined {
    return this.headers[name];
  }

  required(name: string): string {
    const value = this.headers[name];
    if (value === undefined || value === '') this.problems.push(`header ${name} is missing`);
    return value ?? '';
  }

  whole(name: string): number | undefined {
    const text = this.headers[name];
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) this.problems.push(`header ${name} is no whole number`);
    return Number(text);
  }
}

function decodePayload(definition: MessageDefinition, value: Buffer | null): object {
  let plain: unknown;
  try {
    plain = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new Undecodable(['the value is no JSON']);
  }
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new Undecodable(['the value is no JSON object']);
  const payload = plainToInstance(definition.payload, plain);
  const errors = validateSync(payload, { validationError: { target: false, value: false } });
  if (errors.length > 0) throw new Undecodable(errors.flatMap((error) => describe(error)));
  return payload;
}

function describe(error: ValidationError, path = ''): string[] {
  const at = path === '' ? error.property : `${path}.${error.property}`;
  return [
    ...Object.values(error.constraints ?? {}).map((constraint) => `${at}: ${constraint}`),
    ...(error.children ?? []).flatMap((child) => describe(child, at)),
  ];
}
