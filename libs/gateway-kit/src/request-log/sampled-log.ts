import { FloodSampler, type Sampled } from './flood-sampler.js';
import type { RequestLog } from './request-log.js';

const windowMs = 10_000;

/** A request log that writes single records at once, and keeps floods of refusals small. */
export class SampledLog<Recorded extends Sampled> implements RequestLog<Recorded> {
  private readonly sampler: FloodSampler<Recorded>;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly log: RequestLog<Recorded>) {
    this.sampler = new FloodSampler((record, traceparent) => log.write(record, traceparent));
    this.timer = setInterval(() => this.sampler.endWindow(), windowMs).unref();
  }

  /** Whether requests that change something are to be refused. */
  get refusesWrites(): boolean {
    return this.log.refusesWrites;
  }

  /** Counts a request that is about to be answered. */
  answering(): void {
    this.log.answering();
  }

  write(record: Recorded, traceparent: string): void {
    this.log.write(record, traceparent);
  }

  /** Writes a record of a refusal; many from one source in a short time become one. */
  sample(source: string, record: Recorded, traceparent: string): void {
    this.sampler.offer(source, record, traceparent);
  }

  /** Writes the records that were held back. */
  close(): void {
    clearInterval(this.timer);
    this.sampler.endWindow();
  }
}

const usual = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Maps unusual methods to `other`: a label must have few values, whatever clients send. */
export const methodLabel = (method: string) => (usual.has(method) ? method : 'other');
