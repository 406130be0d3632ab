import type { AuditEntryView, AuditLog, AuditOutcome, AuditStreamFormat } from '@rollcall/contracts';
import { exportFormats } from '../export/formats.js';

/** Numbers of entries, the first and the last one. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * What one message of a stream has: the entries of a range of numbers, and which of them are not there any more. An empty one, whose range ends before it begins,
 * is a heartbeat.
 */
export interface StreamBatch extends Range {
  readonly streamId: string;
  readonly accountId: string;
  readonly log: AuditLog;
  readonly format: AuditStreamFormat;
  readonly entries: readonly AuditEntryView[];
}

/** One message of syslog, before it has its form. */
export interface SyslogPart {
  readonly severity: number;
  readonly at: Date;
  readonly msgId: string;
  readonly sequence?: number;
  readonly text: string;
}

/** The numbers of a range of which there is no entry: their time was over before they could be sent. */
export function missingIn({ from, to, entries }: StreamBatch): Range[] {
  const missing: Range[] = [];
  let next = from;
  for (const { seq } of entries) {
    if (seq > next) missing.push({ from: next, to: seq - 1 });
    next = seq + 1;
  }
  return next > to ? missing : [...missing, { from: next, to }];
}

export const countOf = (ranges: readonly Range[]) => ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

export const isHeartbeat = ({ from, to }: Range) => to < from;

/** The id of a message, the same at each attempt: what it is of. Each heartbeat is another one. */
export const messageId = (batch: StreamBatch, now: Date) =>
  `${batch.streamId}_${isHeartbeat(batch) ? `alive-${now.getTime()}` : `${batch.from}-${batch.to}`}`;

/** So many characters one message has, unless one entry has more. */
const maxCharacters = 500_000;

/** As many entries of the batch as one message should have; the batch ends with the last of them. */
export function cut(batch: StreamBatch): StreamBatch {
  let characters = 0;
  const last = batch.entries.findIndex((entry, index) => {
    characters += JSON.stringify(entry).length;
    return characters > maxCharacters && index > 0;
  });
  const entries = last === -1 ? batch.entries : batch.entries.slice(0, last);
  return last === -1 ? batch : { ...batch, entries, to: entries.at(-1)?.seq ?? batch.to };
}

/** The body of a webhook's message, in the form that Standard Webhooks recommends: `type`, `timestamp`, `data`. */
export function webhookBody(batch: StreamBatch, now: Date): string {
  const { streamId, accountId, log, format, from, to, entries } = batch;
  const of = { account: { id: accountId }, stream: { id: streamId, log, format } };
  if (isHeartbeat(batch))
    return JSON.stringify({ type: 'audit.heartbeat', timestamp: now.toISOString(), data: { ...of, seq: to } });
  const data = { ...of, from, to, missing: missingIn(batch) };
  const lines = entries.map((entry) => lineOf(entry, batch));
  const head = JSON.stringify({ type: 'audit.entries', timestamp: now.toISOString() }).slice(0, -1);
  return `${head},"data":${JSON.stringify(data).slice(0, -1)},"entries":[${lines.join()}]}}`;
}

const lineOf = (entry: AuditEntryView, { format, accountId }: StreamBatch) =>
  exportFormats[format === 'ocsf' ? 'ocsf' : 'ndjson'].line(entry, accountId);

/** notice, warning, informational (RFC 5424 §6.2.1). */
const severities: Readonly<Record<AuditOutcome, number>> = { done: 6, tried: 6, refused: 5, unknown: 4, failed: 4 };

/** The messages of a receiver of syslog, one for each entry, and one before it for those that are missing; a heartbeat is one. */
export function syslogParts(batch: StreamBatch, now: Date): SyslogPart[] {
  if (isHeartbeat(batch)) return [heartbeatPart(batch, now)];
  const gaps = missingIn(batch).map((range) => ({ seq: range.from, part: gapPart(batch, range, now) }));
  const parts = batch.entries.map((entry) => ({ seq: entry.seq, part: entryPart(batch, entry) }));
  return [...gaps, ...parts].sort((one, other) => one.seq - other.seq).map(({ part }) => part);
}

function entryPart(batch: StreamBatch, entry: AuditEntryView): SyslogPart {
  const { accountId, format } = batch;
  const text = format === 'ocsf' ? lineOf(entry, batch) : JSON.stringify({ ...entry, accountId });
  const { type: msgId, seq: sequence } = entry;
  return { severity: severities[entry.outcome], at: new Date(entry.at), msgId, sequence, text };
}

function gapPart({ accountId, log }: StreamBatch, { from, to }: Range, at: Date): SyslogPart {
  const text = JSON.stringify({ type: 'audit.missing', accountId, log, from, to });
  return { severity: 4, at, msgId: 'audit.missing', sequence: from, text };
}

/** It has no number: it is no entry. */
function heartbeatPart({ accountId, log, to: seq }: StreamBatch, at: Date): SyslogPart {
  const text = JSON.stringify({ type: 'audit.heartbeat', accountId, log, seq });
  return { severity: 6, at, msgId: 'audit.heartbeat', text };
}

/** What a test says. */
export function testText(accountId: string, streamId: string): object {
  const sentence = 'This is a test: Rollcall can reach this receiver.';
  return { account: { id: accountId }, stream: { id: streamId }, sentence };
}
