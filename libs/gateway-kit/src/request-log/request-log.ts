/**
 * Where each request's record goes (rule 20). `write` returns at once and never throws: an answer does not wait for its
 * record, nor fail with it. A record for which there is no room is dropped and counted.
 */
export interface RequestLog<Recorded> {
  write(record: Recorded, traceparent: string): void;
}
