import { nilUuid, ScimRequestRecorded, type ScimRequest } from '@rollcall/contracts';
import { encodeMessage, type EventPublisher } from '@rollcall/messaging';
import type { RequestLog } from './request-log.js';

/** Puts records on `rollcall.scim.requests`. The publisher bounds how many may wait. */
export class KafkaRequestLog implements RequestLog {
  /** @param onDropped is told of every record that is not known to be on the log */
  constructor(
    private readonly publisher: EventPublisher,
    private readonly source: string,
    private readonly onDropped: (error: unknown) => void,
  ) {}

  write(record: ScimRequest, traceparent: string): void {
    // CloudEvents need an account, also of a request whose token names none.
    const { requestId, accountId = nilUuid } = record;
    const envelope = {
      id: requestId,
      type: ScimRequestRecorded.type,
      source: this.source,
      subject: requestId,
      accountId,
      correlationId: requestId,
      traceparent,
    };
    this.publisher.publish([encodeMessage(envelope, record)]).catch(this.onDropped);
  }
}
