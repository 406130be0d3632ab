import type { ScimRequest } from '@rollcall/contracts';

/**
 * Where the record of every request goes (rule 20). `write` returns at once and never throws: an answer neither waits for
 * its record nor fails with it. What cannot be kept any more is dropped and counted.
 */
export interface RequestLog {
  write(record: ScimRequest, traceparent: string): void;
}
