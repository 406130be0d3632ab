import { nilUuid, type RecordDefinition } from '@rollcall/contracts';
import { BatchingProducer, encodeMessage, type createKafka, type EventPublisher } from '@rollcall/messaging';
import type { Closable, ServiceFrame } from '@rollcall/service-kit';
import type { RequestLog } from './request-log.js';

/** What the record of a request says in every gateway. */
export interface RequestRecord {
  readonly requestId: string;
  /** Absent where the request belongs to no account. */
  readonly accountId?: string;
}

/** Produces the records of one definition. The publisher limits how many may wait. */
export class KafkaRequestLog<Recorded extends RequestRecord> implements RequestLog<Recorded> {
  /** @param onDropped called for every record that is not known to be on the log */
  constructor(
    private readonly publisher: EventPublisher,
    private readonly definition: RecordDefinition<Recorded>,
    private readonly source: string,
    private readonly onDropped: (error: unknown) => void,
  ) {}

  write(record: Recorded, traceparent: string): void {
    // CloudEvents need an account, even for a request that belongs to none.
    const { requestId, accountId = nilUuid } = record;
    const envelope = {
      id: requestId,
      type: this.definition.type,
      source: this.source,
      subject: requestId,
      accountId,
      correlationId: requestId,
      traceparent,
    };
    this.publisher.publish([encodeMessage(envelope, record)]).catch(this.onDropped);
  }
}

/** How many records may wait for the broker; further ones are dropped and counted. */
const maxRecords = 10_000;

/**
 * How long a record waits for others to join its produce request: no answer waits for it, and a request costs more than
 * a record.
 */
const recordsLingerMs = 50;

/** Connects the log of a gateway's requests. Records have a producer of their own, so that a command never waits behind them. */
export async function connectRequestLog<Recorded extends RequestRecord>(
  kafka: ReturnType<typeof createKafka>,
  { name, logger, metrics }: Pick<ServiceFrame, 'name' | 'logger' | 'metrics'>,
  definition: RecordDefinition<Recorded>,
): Promise<{ readonly log: RequestLog<Recorded>; readonly closable: Closable }> {
  const records = new BatchingProducer(kafka, logger, { maxWaiting: maxRecords, lingerMs: recordsLingerMs });
  await records.connect();
  const dropped = metrics.counter(
    'rollcall_request_records_dropped',
    'Request records that are not known to be on the log',
  );
  return { log: new KafkaRequestLog(records, definition, name, () => dropped.inc()), closable: records };
}
