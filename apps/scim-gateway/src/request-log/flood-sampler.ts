import type { ScimRequest } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';

/** How many requests of one network are recorded singly in each window, before sampling begins. */
const recordedSingly = 20;

/** How many networks are counted at a time. When one is dropped for another, its count is written first. */
const maxNetworks = 5_000;

/** Records are plain objects; their class is only for validation. */
type Plain<T> = { readonly [Name in keyof T]: T[Name] };

interface NetworkInWindow {
  singly: number;
  /** The newest record that was not written, and how many there are. */
  held?: { readonly record: Plain<ScimRequest>; readonly traceparent: string; count: number };
}

/**
 * Keeps a flood of bad tokens from becoming a flood of records: in each window the first twenty requests of a network
 * are written, further ones are counted, and at the end of the window one record stands for all of them. Every request
 * is counted.
 */
export class FloodSampler {
  private readonly networks = new LRUCache<string, NetworkInWindow>({
    max: maxNetworks,
    dispose: (network) => this.writeHeld(network),
  });

  constructor(private readonly write: (record: ScimRequest, traceparent: string) => void) {}

  /** @param network where the bad token came from: the address, or the prefix of an IPv6 network */
  offer(network: string, record: ScimRequest, traceparent: string): void {
    const seen = this.networks.get(network) ?? { singly: 0 };
    if (seen.singly === 0) this.networks.set(network, seen);
    if (seen.singly < recordedSingly) {
      seen.singly++;
      this.write(record, traceparent);
    } else {
      seen.held = { record, traceparent, count: (seen.held?.count ?? 0) + 1 };
    }
  }

  /** Ends the window; called every few seconds, and before the gateway stops. */
  endWindow(): void {
    this.networks.clear();
  }

  private writeHeld({ held }: NetworkInWindow): void {
    if (!held) return;
    const standsFor = held.count > 1 ? { standsFor: held.count } : {};
    this.write({ ...held.record, ...standsFor }, held.traceparent);
  }
}
