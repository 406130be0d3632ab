import type { Violation } from '../load/ledger.ts';
import type { SeenEvent } from './records.ts';

/**
 * Follows the events of all keys as a consumer with a version guard does, and keeps what is wrong with them:
 *
 * - I4, I5: per key the versions that are news rise by one, from 1. An event may come again; one that comes after a later one
 *   for the first time is a gap, and two events with one version are a lost update.
 * - I3: one message, one effect: no message caused two different events of one type about one thing.
 * - I4: while nothing is broken, hardly any event comes twice: one relay owns a shard.
 * - I8: a key belongs to one account, and header and payload name the same.
 */
export class Streams {
  readonly violations: Violation[] = [];
  /** Last version of each key. */
  readonly versions = new Map<string, number>();
  /** Whom `user.released` was said about. */
  readonly released = new Set<string>();
  /** How many different events each request or command led to. */
  readonly effects = new Map<string, number>();
  /** All records, those that came again too. */
  records = 0;
  private readonly calm = { since: Infinity, records: 0, repetitions: 0 };
  private readonly applied = new Map<string, string>();
  private readonly effectOf = new Map<string, string>();
  private readonly accounts = new Map<string, string>();
  private readonly seen = new Set<string>();

  /** `calmSince`: the moment (epoch milliseconds) after which nothing was broken any more. */
  constructor(calmSince = Infinity) {
    this.calm.since = calmSince;
  }

  /** Call in the order of each key's partition. */
  take(event: SeenEvent): void {
    this.records += 1;
    this.checkAccount(event);
    const isNew = !this.seen.has(event.id);
    if (event.at >= this.calm.since) {
      this.calm.records += 1;
      if (!isNew) this.calm.repetitions += 1;
    }
    if (isNew) {
      this.seen.add(event.id);
      this.effects.set(event.correlation, (this.effects.get(event.correlation) ?? 0) + 1);
      this.checkEffect(event);
      if (event.type === 'user.released') this.released.add(event.aggregate);
    }
    if (event.version !== undefined) this.follow(event, event.version);
  }

  /** After the last record. A single repetition may be a busy machine's: a produce request that was not answered in time. */
  end(): void {
    const { records, repetitions } = this.calm;
    if (repetitions <= 2 || repetitions / records <= 0.05) return;
    const what = `${repetitions} of ${records} records of events came again while nothing was broken: more than one relay publishes`;
    this.violations.push({ invariant: 'I4', what });
  }

  private follow(event: SeenEvent, version: number): void {
    const { aggregate } = event;
    const before = this.versions.get(aggregate) ?? 0;
    const place = `${aggregate}/${version}`;
    if (version > before + 1) this.violated('I5', event, `version ${version} follows ${before}`);
    if (version > before) {
      this.versions.set(aggregate, version);
      this.applied.set(place, event.id);
      return;
    }
    const known = this.applied.get(place);
    // After a gap the missing version may still come; the gap was told.
    if (known !== undefined && known !== event.id) {
      this.violated('I5', event, `version ${version} is said by two events, ${known} and ${event.id}`);
    }
  }

  /** What the reconciler does is caused by whatever marked the team last, again and again where need be. */
  private checkEffect(event: SeenEvent): void {
    if (event.payload.actor.kind === 'system') return;
    const effect = `${event.cause}|${event.type}|${event.aggregate}`;
    const other = this.effectOf.get(effect);
    if (other !== undefined) this.violated('I3', event, `message ${event.cause} had this effect twice (${other})`);
    this.effectOf.set(effect, event.id);
  }

  private checkAccount(event: SeenEvent): void {
    const { aggregate, account, payload } = event;
    if (payload.accountId !== account) this.violated('I8', event, `says ${payload.accountId} in its payload`);
    const owner = this.accounts.get(aggregate) ?? account;
    this.accounts.set(aggregate, owner);
    if (owner !== account) this.violated('I8', event, `${aggregate} was of ${owner} before`);
  }

  private violated(invariant: string, { type, id, aggregate, account, correlation }: SeenEvent, what: string): void {
    const event = `${type} ${id} about ${aggregate} of ${account} (request ${correlation})`;
    this.violations.push({ invariant, what: `${event}: ${what}` });
  }
}
