import type { ScimRequest } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';

/** Requests of one source that are recorded one by one before sampling begins, in each window. */
const recordedSingly = 20;

/** Sources counted at the same time. What is forgotten for another is written first. */
const maxSources = 5_000;

/** Records are plain objects; their class is for validation only. */
type Plain<T> = { readonly [Name in keyof T]: T[Name] };

interface Source {
  singly: number;
  /** The newest of those not written, and how many they are. */
  held?: { readonly record: Plain<ScimRequest>; readonly traceparent: string; count: number };
}

/**
 * Keeps a flood of bad tokens from becoming a flood of records: of each source the first twenty in a window are written,
 * the others are counted, and at the window's end one record stands for all of them. Nothing goes uncounted.
 */
export class FloodSampler {
  private readonly sources = new LRUCache<string, Source>({
    max: maxSources,
    dispose: (source) => this.writeHeld(source),
  });

  constructor(private readonly write: (record: ScimRequest, traceparent: string) => void) {}

  offer(source: string, record: ScimRequest, traceparent: string): void {
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

  private writeHeld({ held }: Source): void {
    if (!held) return;
    const standsFor = held.count > 1 ? { standsFor: held.count } : {};
    this.write({ ...held.record, ...standsFor }, held.traceparent);
  }
}
