import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nilUuid, type RecordDefinition, type RequestsMissed } from '@rollcall/contracts';
import {
  BatchingProducer,
  encodeJson,
  encodeMessage,
  type createKafka,
  type MessageEnvelope,
  type OutgoingRecord,
} from '@rollcall/messaging';
import { integer, oneOf, text, type Closable, type ServiceFrame, type SettingsOf } from '@rollcall/service-kit';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { segmentsOfEndedRuns } from '../request-spool/earlier-runs.js';
import { makeRunFolder, takeEndedRuns, type RunFolder } from '../request-spool/run-folder.js';
import { Spool } from '../request-spool/spool.js';
import type { Spooled } from '../request-spool/spooled-line.js';
import type { RequestLog } from './request-log.js';
import { SpooledRequestLog, type RequestRecord } from './spooled-request-log.js';

/** Settings of each gateway about the records of its requests. */
export const requestLogSettings = {
  requestSpoolFolder: text('REQUEST_SPOOL_DIR', join(tmpdir(), 'rollcall')),
  requestSpoolMegabytes: integer('REQUEST_SPOOL_MB', 64, { min: 1, max: 100_000 }),
  auditMode: oneOf('AUDIT_MODE', ['open', 'strict'], 'open'),
} as const;

/** What a gateway records: its answered requests, and those of which no record tells. */
export interface RecordedTypes<Recorded extends RequestRecord> {
  readonly answered: RecordDefinition<Recorded>;
  readonly missed: RecordDefinition<RequestsMissed>;
}

export interface RequestLogConnection<Recorded> {
  readonly log: RequestLog<Recorded>;
  readonly closable: Closable;
}

/** How long the broker may take to acknowledge records before they are sent again: short, since the end of the process waits as long. */
const sendingMs = 4_000;

/**
 * Connects the log of a gateway's requests, and goes on with what earlier runs have left. Records have a producer of their own, so
 * that a command never waits behind them.
 * @throws Error where the folder of the spool cannot be used
 */
export async function connectRequestLog<Recorded extends RequestRecord>(
  kafka: ReturnType<typeof createKafka>,
  frame: Pick<ServiceFrame, 'name' | 'logger' | 'metrics'>,
  settings: SettingsOf<typeof requestLogSettings>,
  types: RecordedTypes<Recorded>,
): Promise<RequestLogConnection<Recorded>> {
  const { name, logger, metrics } = frame;
  const publisher = new BatchingProducer(kafka, logger, { deadlineMs: sendingMs });
  await publisher.connect();
  const root = join(settings.requestSpoolFolder, name);
  const run = await makeRunFolder(root, uuidv7());
  const missed = metrics.counter('rollcall_requests_missed_total', 'Answered requests that no record tells of');
  const onMissed = (requests: number) => missed.inc(requests);
  const earlier = await segmentsOfEndedRuns(await takeEndedRuns(root, run), onMissed);
  const spool = new Spool({
    folder: run.path,
    bootId: run.bootId,
    maxBytes: settings.requestSpoolMegabytes * 1_048_576,
    earlier,
    onMissed,
    onFailure: (error) => logger.error('the spool of request records cannot be written', { error }),
  });
  measure(spool, frame);
  const log = new SpooledRequestLog<Recorded>({
    spool,
    publisher,
    encode: (entry, bootId) => messageOf(entry, { bootId, source: name, types }),
    isStrict: settings.auditMode === 'strict',
    onFailure: (error) => logger.warn('request records were not sent, and are tried again', { error }),
  });
  return { log, closable: { close: () => closeAll(log, spool, run, publisher) } };
}

async function closeAll(log: Closable, spool: Spool, run: RunFolder, publisher: Closable): Promise<void> {
  await log.close();
  await run.close(spool.close());
  await publisher.close();
}

function measure(spool: Spool, { metrics }: Pick<ServiceFrame, 'metrics'>): void {
  metrics.gauge('rollcall_request_spool_bytes', 'Bytes of request records that wait in files', [], (gauge) =>
    gauge.set(spool.bytes),
  );
  metrics.gauge('rollcall_request_records_waiting', 'Request records that are not yet on their topic', [], (gauge) =>
    gauge.set(spool.waiting),
  );
}

interface Origin<Recorded extends RequestRecord> {
  readonly bootId: string;
  readonly source: string;
  readonly types: RecordedTypes<Recorded>;
}

/** The message of an entry. A gap has the same id whenever it is sent, as a record has that of its request. */
function messageOf<Recorded extends RequestRecord>(entry: Spooled, of: Origin<Recorded>): OutgoingRecord {
  const { bootId, source, types } = of;
  if (entry.kind === 'gap') {
    const { from, to, requests: count, since, until } = entry;
    const id = uuidv5(`${from}`, bootId);
    const times = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
    const envelope = { ...envelopeOf(types.missed, id), source, accountId: nilUuid, sequence: from, bootId };
    return encodeMessage(envelope, { bootId, from, to, count, ...times });
  }
  const { number: sequence, requestId, accountId, traceparent, value } = entry;
  const time = new Date(entry.time);
  const envelope = { ...envelopeOf(types.answered, requestId), source, accountId, time, traceparent, sequence, bootId };
  return encodeJson(envelope, { key: accountId === nilUuid ? requestId : accountId, json: value });
}

function envelopeOf(
  { type }: Pick<RecordDefinition, 'type'>,
  id: string,
): Omit<MessageEnvelope, 'source' | 'accountId'> {
  return { id, type, subject: id, correlationId: id };
}
