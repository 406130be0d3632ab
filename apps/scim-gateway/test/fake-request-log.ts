import type { ScimRequest } from '@rollcall/contracts';
import type { RequestLog } from '@rollcall/gateway-kit';

/** Keeps records in memory, for tests. */
export class FakeRequestLog implements RequestLog<ScimRequest> {
  readonly records: ScimRequest[] = [];
  /** The position in the trace that each record was written with. */
  readonly traceparents: string[] = [];

  write(record: ScimRequest, traceparent: string): void {
    this.records.push(record);
    this.traceparents.push(traceparent);
  }
}
