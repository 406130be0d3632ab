import type { ScimRequest } from '@rollcall/contracts';
import type { RequestLog } from '../src/clients/request-log.js';

/** Keeps records in memory, for tests. */
export class FakeRequestLog implements RequestLog {
  readonly records: ScimRequest[] = [];
  /** The position in the trace that each record was written with. */
  readonly traceparents: string[] = [];

  write(record: ScimRequest, traceparent: string): void {
    this.records.push(record);
    this.traceparents.push(traceparent);
  }
}
