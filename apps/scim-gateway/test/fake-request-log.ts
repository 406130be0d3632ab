import type { ScimRequest } from '@rollcall/contracts';
import type { RequestLog } from '@rollcall/gateway-kit';

/** Keeps records in memory, for tests. */
export class FakeRequestLog implements RequestLog<ScimRequest> {
  readonly records: ScimRequest[] = [];
  refusesWrites = false;
  /** How many requests were counted before they were answered. */
  counted = 0;
  /** The position in the trace that each record was written with. */
  readonly traceparents: string[] = [];

  answering(): void {
    this.counted += 1;
  }

  write(record: ScimRequest, traceparent: string): void {
    this.records.push(record);
    this.traceparents.push(traceparent);
  }
}
