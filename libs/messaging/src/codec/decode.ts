import { messageDefinition, replyTopicPrefix, type MessageDefinition } from '@rollcall/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Message } from '../ports/message.js';

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
  const { headers } = record;
  const problems: string[] = [];
  const required = (name: string) => {
    const value = headers[name];
    if (value === undefined || value === '') problems.push(`header ${name} is missing`);
    return value ?? '';
  };
  const type = required('ce_type');
  const definition = messageDefinition(type);
  if (type !== '' && (!definition || definition.topic !== record.topic)) {
    throw new Undecodable([`type ${type.slice(0, 100)} is not known on ${record.topic}`], true);
  }
  const id = required('ce_id');
  if (id !== '' && !uuid.test(id)) problems.push('header ce_id is no UUID');
  const accountId = required('ce_accountid');
  const correlationId = required('ce_correlationid');
  const source = required('ce_source');
  const replyTo = headers.rollcall_replyto;
  if (replyTo !== undefined && !replyTo.startsWith(replyTopicPrefix))
    problems.push('header rollcall_replyto names no reply topic');
  const schemaVersion = Number(headers.ce_dataschemaversion ?? '1');
  if (definition && schemaVersion > definition.version)
    problems.push(`version ${schemaVersion} of ${type} is newer than ours`);
  if (problems.length > 0 || !definition) throw new Undecodable(problems);
  const payload = decodePayload(definition, record.value);
  if ((payload as { accountId?: unknown }).accountId !== accountId && accountId !== '') {
    const claimed = (payload as { accountId?: unknown }).accountId;
    if (claimed !== undefined) throw new Undecodable(['ce_accountid and the account of the payload differ']);
  }
  const deadline = headers.rollcall_deadline;
  const aggregateVersion = headers.ce_aggregateversion;
  return {
    id,
    type,
    schemaVersion,
    source,
    time: new Date(headers.ce_time ?? 0),
    accountId,
    correlationId,
    payload,
    key: record.key?.toString('utf8') ?? definition.key(payload),
    place: { topic: record.topic, partition: record.partition, offset: record.offset },
    ...(headers.ce_causationid === undefined ? {} : { causationId: headers.ce_causationid }),
    ...(headers.traceparent === undefined ? {} : { traceparent: headers.traceparent }),
    ...(aggregateVersion === undefined ? {} : { aggregateVersion: Number(aggregateVersion) }),
    ...(deadline === undefined ? {} : { deadline: new Date(Number(deadline)) }),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
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
