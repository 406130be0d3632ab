import type { ScimRequest } from '@rollcall/contracts';
import type { RequestLog } from '../src/clients/request-log.js';

/** Keeps records in memory, for tests. */
export class FakeRequestLog implements RequestLog {
  readonly records: ScimRequest[] = [];

  write(record: ScimRequest): void {
    this.records.push(record);
  }
}
