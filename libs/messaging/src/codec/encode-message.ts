import { messageDefinition, type PendingEvent } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { dryRunHeader } from './dry-run-header.js';
import type { OutgoingRecord } from '../ports/event-publisher.js';
import type { Message } from './envelope.js';

/** The attributes of a message, without its payload. */
export interface MessageEnvelope {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly accountId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly aggregateVersion?: number;
  readonly traceparent?: string;
  readonly time?: Date;
  readonly deadline?: Date;
  readonly replyTo?: string;
  readonly fingerprint?: string;
  readonly dryRun?: true;
  /** Of a record: its number among those of one run of its source (the CloudEvents extension `sequence`). */
  readonly sequence?: number;
  /** That run. */
  readonly bootId?: string;
}

/** Sixteen digits, so that texts compare as numbers do; CloudEvents' extension `sequence` wants that. */
const sequenceDigits = 16;

/**
 * Encodes a record in CloudEvents 1.0 binary mode: the attributes are headers, the value is the payload as JSON.
 * @throws Error for a type without definition
 */
export function encodeMessage(envelope: MessageEnvelope, payload: object): OutgoingRecord {
  const key = messageDefinition(envelope.type)?.key(payload) ?? '';
  return encodeJson(envelope, { key, json: JSON.stringify(payload) });
}

/**
 * The same of a payload that is JSON already.
 * @throws Error for a type without definition
 */
export function encodeJson(envelope: MessageEnvelope, { key, json }: { key: string; json: string }): OutgoingRecord {
  const definition = messageDefinition(envelope.type);
  if (!definition) throw new Error(`message type ${envelope.type} is not defined in libs/contracts`);
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: envelope.source,
    ce_time: (envelope.time ?? new Date()).toISOString(),
    ce_subject: envelope.subject,
    ce_dataschemaversion: String(definition.version),
    ce_accountid: envelope.accountId,
    ce_correlationid: envelope.correlationId,
    'content-type': 'application/json',
  };
  if (envelope.causationId !== undefined) headers.ce_causationid = envelope.causationId;
  if (envelope.aggregateVersion !== undefined) headers.ce_aggregateversion = String(envelope.aggregateVersion);
  if (envelope.traceparent !== undefined) headers.traceparent = envelope.traceparent;
  if (envelope.deadline !== undefined) headers.rollcall_deadline = String(envelope.deadline.getTime());
  if (envelope.replyTo !== undefined) headers.rollcall_replyto = envelope.replyTo;
  if (envelope.fingerprint !== undefined) headers.rollcall_fingerprint = envelope.fingerprint;
  if (envelope.dryRun) headers[dryRunHeader] = 'true';
  if (envelope.sequence !== undefined) headers.ce_sequence = String(envelope.sequence).padStart(sequenceDigits, '0');
  if (envelope.bootId !== undefined) headers.rollcall_bootid = envelope.bootId;
  return { topic: definition.topic, key, headers, value: json };
}

/** What caused an event: the message that was decided, or what a job has kept of one. */
export type Cause = Pick<Message, 'id' | 'correlationId' | 'traceparent'>;

/**
 * Encodes an event that the decision about `cause` raised. Correlation, causation and trace continue those of `cause`.
 */
export function encodeEvent(source: string, event: PendingEvent, cause: Cause): OutgoingRecord {
  return encodeMessage(
    {
      id: uuidv7(),
      type: event.type,
      source,
      subject: event.aggregateId,
      accountId: event.accountId,
      correlationId: cause.correlationId,
      causationId: cause.id,
      ...(event.version === undefined ? {} : { aggregateVersion: event.version }),
      ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
    },
    event.payload,
  );
}
