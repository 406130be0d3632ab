import { LRUCache } from 'lru-cache';

/** How many requests of one source are recorded singly in each window, before sampling begins. */
const recordedSingly = 20;

/** How many sources are counted at a time. When one is dropped for another, its count is written first. */
const maxSources = 5_000;

/** What every record of a request can say: how many requests it stands for. */
export interface Sampled {
  standsFor?: number;
}

interface SourceInWindow<Recorded> {
  singly: number;
  /** The newest record that was not written, and how many there are. */
  held?: { readonly record: Recorded; readonly traceparent: string; count: number };
}

/**
 * Keeps a flood of refusals from becoming a flood of records: in each window the first twenty requests of a source
 * are written, further ones are counted, and at the end of the window one record stands for all of them. Every request
 * is counted.
 */
export class FloodSampler<Recorded extends Sampled> {
  private readonly sources = new LRUCache<string, SourceInWindow<Recorded>>({
    max: maxSources,
    dispose: (source) => this.writeHeld(source),
  });

  constructor(private readonly write: (record: Recorded, traceparent: string) => void) {}

  /** @param source where the refused request came from: its network, for instance */
  offer(source: string, record: Recorded, traceparent: string): void {
    const seen = this.sources.get(source) ?? { singly: 0 };
    if (seen.singly === 0) this.sources.set(source, seen);
    if (seen.singly < recordedSingly) {
      seen.singly++;
      this.write(record, traceparent);
    } else {
      seen.held = { record, traceparent, count: (seen.held?.count ?? 0) + 1 };
    }
  }

  /** Ends the window; called every few seconds, and before the gateway stops. */
  endWindow(): void {
    this.sources.clear();
  }

  private writeHeld({ held }: SourceInWindow<Recorded>): void {
    if (!held) return;
    const standsFor = held.count > 1 ? { standsFor: held.count } : {};
    this.write({ ...held.record, ...standsFor }, held.traceparent);
  }
}
