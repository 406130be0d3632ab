import type { EventPublisher } from '@rollcall/messaging';
import { backoffMs, Pace, type Backoff, type PaceOptions } from '@rollcall/service-kit';
import { noFailpoint } from '../failpoint.js';
import type { Failpoint } from '../failpoint.js';
import { shardCount } from './shard.js';
import { ShardSession } from './shard-session.js';
import type { OutboxRow } from './shard-session.js';
import { WakeUp } from './wake-up.js';

/** Callbacks of a relay for metrics and logs. They must not throw. */
export interface RelayObserver {
  published?(count: number, ms: number): void;
  failed?(error: unknown): void;
  /** Called with the owned shards whenever they have changed. */
  shards?(owned: readonly number[]): void;
}

export interface RelayOptions {
  /** Database and role are those of the service. The relay opens one session of its own. */
  readonly url: string;
  readonly name: string;
  readonly publisher: EventPublisher;
  /** How often to look for rows without a wake-up, and for free shards; default 1,000. */
  readonly pollMs?: number;
  /** How rows wait for others to be published with; default `usualPace`. */
  readonly pace?: PaceOptions;
  readonly batchPerShard?: number;
  readonly observer?: RelayObserver;
  readonly failpoint?: Failpoint;
}

/** How long the session may be silent before a beat: a third of the time after which the server would end it. */
const beatMs = 1_000;

/**
 * An event that comes alone leaves at once, nearly. While one caller writes without a pause, its events leave ten times a second: each
 * batch costs a produce request, two statements, and a transaction of every service that hears of it. Rule 19 leaves no more than that.
 */
const usualPace: PaceOptions = { lingerMs: 20, apartMs: 100 };

const retries: Backoff = { firstMs: 100, maxMs: 5_000 };

/**
 * Publishes committed events from the outbox: at least once, and in order per aggregate, provided that one relay at a
 * time owns a shard and rows are inserted under their aggregate's lock. No transaction is open while publishing. A
 * crash between publishing and deleting repeats up to one batch per shard; consumers drop repetitions
 * (`isNewerVersion`).
 *
 * Any number of relays share the shards. Each relay publishes one batch at a time.
 */
export class OutboxRelay {
  private readonly pollMs: number;
  private readonly perShard: number;
  private readonly observer: RelayObserver;
  private readonly failpoint: Failpoint;
  private readonly wakeUp: WakeUp;
  private session: ShardSession | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  private writtenHere = false;
  private shardByShard = false;
  private reported = '';

  constructor(private readonly options: RelayOptions) {
    this.pollMs = options.pollMs ?? 1_000;
    this.perShard = options.batchPerShard ?? 500;
    this.observer = options.observer ?? {};
    this.failpoint = options.failpoint ?? noFailpoint;
    this.wakeUp = new WakeUp(new Pace(options.pace ?? usualPace));
  }

  /** Starts the work in the background. Until the publisher is ready, it must reject what it is given. */
  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the publish that is under way and releases the shards. Safe to call twice. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.ring();
    await this.running;
  }

  /** Call it after this process has committed rows. Returns at once; several calls cost one look at the outbox. */
  wake(): void {
    this.writtenHere = true;
    this.wakeUp.ring();
  }

  get shards(): readonly number[] {
    return this.session?.shards ?? [];
  }

  get connected(): boolean {
    return this.session?.alive ?? false;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      try {
        this.session = await ShardSession.open(this.options.url, this.options.name, () => this.wakeUp.ring());
        failures = 0;
        await this.work(this.session);
      } catch (error) {
        this.observer.failed?.(error);
      } finally {
        failures++; // a session lost without an error counts too: the next one opens after a pause
        this.session?.close();
        this.session = undefined;
        this.reportShards();
      }
      await this.backOff(failures);
    }
  }

  /** Resolves when the session is lost or the relay stops. */
  private async work(session: ShardSession): Promise<void> {
    const heart = setInterval(() => {
      session.beat(beatMs).catch(() => undefined); // the loop notices the lost session
    }, beatMs / 2);
    try {
      let balancedAt = -Infinity;
      let failures = 0;
      while (!this.stopping && session.alive) {
        if (performance.now() - balancedAt >= this.pollMs) {
          await session.balance();
          balancedAt = performance.now();
          this.reportShards();
        }
        await this.notifyOthers(session);
        const result = await this.forward(session);
        failures = result === 'failed' ? failures + 1 : 0;
        if (result === 'failed') await this.backOff(failures);
        if (result === 'emptied') await this.wakeUp.wait(this.pollMs);
      }
    } finally {
      clearInterval(heart);
    }
  }

  /**
   * Publishes once from the owned shards. After a failure it publishes shard by shard, so that a bad record delays only
   * its own shard.
   */
  private async forward(session: ShardSession): Promise<'emptied' | 'more' | 'failed'> {
    if (session.shards.length === 0) return 'emptied';
    const rows = await session.oldest(this.perShard);
    if (rows.length === 0) return 'emptied';
    await this.failpoint('relay.after-select');
    const batches = this.shardByShard ? [...Map.groupBy(rows, (row) => row.shard).values()] : [rows];
    let failed = false;
    for (const batch of batches) failed = !(await this.publish(session, batch)) || failed;
    this.shardByShard = failed;
    if (failed) return 'failed';
    return rows.length < this.perShard ? 'emptied' : 'more';
  }

  private async publish(session: ShardSession, rows: readonly OutboxRow[]): Promise<boolean> {
    if (!session.alive) throw new Error('the relay session was lost: its shards may be another relay’s by now');
    const begun = performance.now();
    try {
      await this.options.publisher.publish(rows);
    } catch (error) {
      this.observer.failed?.(error);
      return false;
    }
    await this.failpoint('relay.after-produce-before-delete');
    await session.remove(rows);
    this.observer.published?.(rows.length, performance.now() - begun);
    return true;
  }

  private async notifyOthers(session: ShardSession): Promise<void> {
    if (!this.writtenHere) return;
    this.writtenHere = false;
    if (session.shards.length < shardCount) await session.tellOthers();
  }

  private async backOff(failures: number): Promise<void> {
    if (failures === 0 || this.stopping) return;
    await this.wakeUp.pause(backoffMs(retries, failures - 1), () => this.stopping);
  }

  private reportShards(): void {
    const owned = this.shards.join();
    if (owned === this.reported) return;
    this.reported = owned;
    this.observer.shards?.(this.shards);
  }
}
