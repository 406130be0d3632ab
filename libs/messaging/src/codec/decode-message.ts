import {
  isUuid,
  messageDefinition,
  oldestVersion,
  upcast,
  validationProblems,
  type MessageDefinition,
  type PlainPayload,
  type ValidationProblem,
} from '@rollcall/contracts';
import { dryRunHeader } from './dry-run-header.js';
import type { Message } from './envelope.js';
import type { RawRecord } from './raw-record.js';
import { isReplyTopic } from './reply-topic.js';

/** The record is no message of the product, or its payload does not fit its definition. Trying again will not help. */
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

/** The message is valid, but in a newer version than this service knows. An updated service can read it. */
export class NewerVersion extends Undecodable {
  constructor(
    /** The message with its payload as it was sent. */
    readonly unread: Message,
    ours: number,
  ) {
    super([
      `version ${unread.schemaVersion} of ${unread.type} is newer than version ${ours}, the newest that is known here`,
    ]);
    this.name = 'NewerVersion';
  }
}

/**
 * Reads headers and payload, and validates both. Payloads of older versions are brought up to the current one; unknown
 * fields are ignored.
 * @throws Undecodable naming every problem (attribute names and constraints only, never values)
 * @throws NewerVersion
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
  const plain = jsonObject(record.value);
  const place = { topic: record.topic, partition: record.partition, offset: record.offset };
  const key = record.key?.toString('utf8');
  if (envelope.schemaVersion > definition.version && key !== undefined && isUuid(envelope.accountId))
    throw new NewerVersion({ ...envelope, payload: plain, key, place }, definition.version);
  const payload = readPayload(definition, envelope, plain);
  return { ...envelope, schemaVersion: definition.version, payload, key: key ?? definition.key(payload), place };
}

/**
 * Decodes a message whose payload is plain JSON: one that was parked, maybe by an older release of the service, or one that is no record.
 * @throws Undecodable when it still cannot be read
 */
export function readAgain(message: Message): Message {
  const definition = messageDefinition(message.type);
  if (!definition) throw new Undecodable([`type ${message.type} is not known`], true);
  const payload = readPayload(definition, message, message.payload as PlainPayload); // as it was stored: JSON
  return { ...message, schemaVersion: definition.version, payload };
}

/** Reads all headers; the reader collects their problems. */
function readEnvelope(headers: HeaderReader, definition: MessageDefinition | undefined) {
  const id = headers.required('ce_id');
  if (id !== '' && !isUuid(id)) headers.problems.push('header ce_id is no UUID');
  if ((headers.text('ce_specversion') ?? '1.0') !== '1.0') headers.problems.push('header ce_specversion is not 1.0');
  const schemaVersion = headers.whole('ce_dataschemaversion') ?? 1;
  const time = new Date(headers.text('ce_time') ?? 0);
  if (Number.isNaN(time.getTime())) headers.problems.push('header ce_time is no time');
  const replyTo = headers.text('rollcall_replyto');
  if (replyTo !== undefined && !isReplyTopic(replyTo))
    headers.problems.push('header rollcall_replyto names no reply topic');
  const causationId = headers.text('ce_causationid');
  const traceparent = headers.text('traceparent');
  const aggregateVersion = headers.whole('ce_aggregateversion');
  const deadline = headers.whole('rollcall_deadline');
  const fingerprint = headers.text('rollcall_fingerprint');
  const sequence = headers.whole('ce_sequence');
  const bootId = headers.text('rollcall_bootid');
  const dryRun = headers.text(dryRunHeader);
  // Neither this value nor this place is a sender's of ours, and a doubtful dry run must never become a write.
  if (dryRun !== undefined && (dryRun !== 'true' || (definition && definition.kind !== 'command')))
    headers.problems.push(`header ${dryRunHeader} is not what it may be`);
  return {
    id,
    schemaVersion,
    time,
    source: headers.required('ce_source'),
    // A request whose token was not valid belongs to no account, and so does its record.
    accountId: definition?.kind === 'record' ? (headers.text('ce_accountid') ?? '') : headers.required('ce_accountid'),
    correlationId: headers.required('ce_correlationid'),
    ...(causationId === undefined ? {} : { causationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(aggregateVersion === undefined ? {} : { aggregateVersion }),
    ...(deadline === undefined ? {} : { deadline: new Date(deadline) }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(dryRun === undefined ? {} : ({ dryRun: true } as const)),
    ...(sequence === undefined ? {} : { sequence }),
    ...(bootId === undefined ? {} : { bootId }),
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
    if (!/^0?\d{1,15}$/.test(text)) this.problems.push(`header ${name} is no whole number`);
    return Number(text);
  }
}

function jsonObject(value: Buffer | null): PlainPayload {
  let plain: unknown;
  try {
    plain = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new Undecodable(['the value is no JSON']);
  }
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new Undecodable(['the value is no JSON object']);
  return plain as PlainPayload; // an object that JSON.parse made
}

type Sent = Pick<Message, 'schemaVersion' | 'accountId'>;

function readPayload(definition: MessageDefinition, sent: Sent, plain: PlainPayload): object {
  const payload = instanceOf(definition, upcasted(definition, sent.schemaVersion, plain));
  const problems = validationProblems(definition.payload, payload);
  if (problems.length > 0) throw new Undecodable(problems.map(described));
  const { accountId } = payload as { accountId?: unknown };
  if (accountId !== undefined && accountId !== sent.accountId && sent.accountId !== '')
    throw new Undecodable(['ce_accountid and the account of the payload differ']);
  return payload;
}

/** Nested objects stay as JSON made them: no code depends on their class. */
function instanceOf(definition: MessageDefinition, plain: PlainPayload): object {
  const instance = new definition.payload() as Record<string, unknown>;
  for (const key of Object.keys(plain)) if (key !== '__proto__') instance[key] = plain[key];
  return instance;
}

function upcasted(definition: MessageDefinition, version: number, plain: PlainPayload): PlainPayload {
  const { type, version: ours } = definition;
  const oldest = oldestVersion(definition);
  if (version > ours || version < oldest)
    throw new Undecodable([`version ${version} of ${type} is not read here: known are ${oldest} to ${ours}`]);
  try {
    return upcast(definition, version, plain);
  } catch {
    throw new Undecodable([`version ${version} of ${type} cannot be brought to version ${ours}`]);
  }
}

function described({ at, problem }: ValidationProblem): string {
  return at.length === 0 ? `the payload ${problem}` : `${at.join('.')}: ${problem}`;
}
