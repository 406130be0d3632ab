import { ScimRequestRecorded, type ScimRequest } from '@rollcall/contracts';
import { encodeMessage, type EventPublisher } from '@rollcall/messaging';
import type { RequestLog } from './request-log.js';

/** CloudEvents need an account; a request whose token names none has this one. */
const noAccount = '00000000-0000-0000-0000-000000000000';

/** Puts records on `rollcall.scim.requests`. The publisher bounds how many may wait. */
export class KafkaRequestLog implements RequestLog {
  /** @param onDropped is told of every record that is not known to be on the log */
  constructor(
    private readonly publisher: EventPublisher,
    private readonly source: string,
    private readonly onDropped: (error: unknown) => void,
  ) {}

  write(record: ScimRequest, traceparent: string): void {
    const { requestId, accountId = noAccount } = record;
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
