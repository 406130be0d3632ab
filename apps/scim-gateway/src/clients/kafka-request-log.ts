import { nilUuid, ScimRequestRecorded, type ScimRequest } from '@rollcall/contracts';
import { encodeMessage, type EventPublisher } from '@rollcall/messaging';
import type { RequestLog } from './request-log.js';

/** Produces records on `rollcall.scim.requests`. The publisher limits how many may wait. */
export class KafkaRequestLog implements RequestLog {
  /** @param onDropped called for every record that is not known to be on the log */
  constructor(
    private readonly publisher: EventPublisher,
    private readonly source: string,
    private readonly onDropped: (error: unknown) => void,
  ) {}

  write(record: ScimRequest, traceparent: string): void {
    // CloudEvents need an account, even for a request whose token belongs to none.
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
