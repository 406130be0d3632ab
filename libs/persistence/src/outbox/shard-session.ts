import { Client } from 'pg';
import type { QueryResultRow } from 'pg';
import type { OutgoingRecord } from '@rollcall/messaging';
import { keepingPlans } from '../connection/kept-plans.js';
import { shardCount } from './shard.js';

/** First half of the relay's advisory lock keys ("outb"); the second is the shard, or `presence`. */
const lockClass = 0x6f757462;
const presence = 1_000;

/**
 * The server ends a session that is silent this long, because its process hangs or is cut off; its shards are then
 * free.
 */
const sessionEndsAfterMs = 3_000;

const channel = 'rollcall_outbox';

export interface OutboxRow extends OutgoingRecord {
  readonly id: string;
  readonly shard: number;
}

interface HeldLock {
  readonly shard: number;
  readonly mine: boolean;
}

/**
 * A database session that owns shards of the outbox by session-level advisory locks: when it ends, for whatever reason,
 * its shards are free. It is not taken from the pool, and runs no other queries.
 *
 * Every method rejects once the session is lost; `alive` is then false and stays false.
 */
export class ShardSession {
  private readonly owned = new Set<number>();
  private lost = false;
  private answeredAt = performance.now();
  private queue: Promise<unknown> = Promise.resolve();
  private pid = 0;

  private constructor(
    private readonly client: Client,
    private readonly wakeRelay: () => void,
  ) {}

  /**
   * Connects, and makes itself known to the other relays.
   * @param wakeRelay called when another process says that rows wait, and when the session is lost
   */
  static async open(url: string, name: string, wakeRelay: () => void): Promise<ShardSession> {
    const client = new Client({
      connectionString: url,
      application_name: `${name} relay`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      options: keepingPlans,
    });
    const session = new ShardSession(client, wakeRelay);
    client.on('error', () => session.lose());
    client.on('end', () => session.lose());
    client.on('notification', ({ processId }) => {
      if (processId !== session.pid) wakeRelay();
    });
    try {
      await client.connect();
      await session.introduce();
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  /** False once the session is lost, or the server has not answered for so long that it may have ended the session. */
  get alive(): boolean {
    return !this.lost && performance.now() - this.answeredAt < sessionEndsAfterMs;
  }

  get shards(): readonly number[] {
    return [...this.owned].sort((a, b) => a - b);
  }

  /**
   * A heartbeat where the session was silent for so long, because a publish takes long: without it the server would end
   * the session.
   */
  async beat(silentForMs: number): Promise<void> {
    if (performance.now() - this.answeredAt >= silentForMs) await this.query('SELECT 1');
  }

  /** Notifies the relays of other processes that rows wait in their shards. */
  async tellOthers(): Promise<void> {
    await this.query(`NOTIFY ${channel}`);
  }

  /**
   * Takes free shards up to a fair share, and releases those above it. Do not call it while rows of the shards are
   * being published.
   */
  async balance(): Promise<void> {
    const held = await this.heldLocks();
    this.checkOwnership(held);
    const relays = Math.max(1, held.filter(({ shard }) => shard === presence).length);
    const share = Math.ceil(shardCount / relays);
    for (const shard of this.shards.slice(share)) await this.give(shard);
    const taken = new Set(held.map(({ shard }) => shard));
    for (let shard = 0; shard < shardCount && this.owned.size < share; shard++) {
      if (!taken.has(shard)) await this.take(shard);
    }
  }

  /** The oldest rows of the owned shards, in the order in which they may be published. */
  async oldest(perShard: number): Promise<OutboxRow[]> {
    return this.query<OutboxRow>(
      `SELECT o.id, o.lane::int AS shard, o.topic, o.message_key AS key, o.headers, o.value
         FROM unnest($1::smallint[]) AS l(lane)
        CROSS JOIN LATERAL (SELECT * FROM outbox WHERE outbox.lane = l.lane ORDER BY outbox.id LIMIT $2) AS o
        ORDER BY o.lane, o.id`,
      [this.shards, perShard],
      'oldest',
    );
  }

  /**
   * Deletes exactly these rows, which the broker has acknowledged: rows with smaller ids may have been committed
   * meanwhile.
   */
  async remove(rows: readonly OutboxRow[]): Promise<void> {
    await this.query(
      `DELETE FROM outbox USING unnest($1::smallint[], $2::bigint[]) AS gone(lane, id)
        WHERE outbox.lane = gone.lane AND outbox.id = gone.id`,
      [rows.map((row) => row.shard), rows.map((row) => row.id)],
      'remove',
    );
  }

  /** Ends the session and thereby the ownership of its shards. Does not wait for the server. */
  close(): void {
    this.lose();
    this.client.end().catch(() => undefined); // it is lost already
  }

  private async introduce(): Promise<void> {
    await this.query(`SET idle_session_timeout = ${sessionEndsAfterMs}`);
    // This session commits nothing but deletions: if a crash loses one, the rows are published again.
    await this.query('SET synchronous_commit = off');
    await this.query(`LISTEN ${channel}`);
    const [self] = await this.query<{ pid: number }>(
      `SELECT pg_backend_pid() AS pid, pg_try_advisory_lock_shared($1, $2)`,
      [lockClass, presence],
    );
    this.pid = self?.pid ?? 0;
  }

  private async take(shard: number): Promise<void> {
    const [row] = await this.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      lockClass,
      shard,
    ]);
    if (row?.taken === true) this.owned.add(shard);
  }

  private async give(shard: number): Promise<void> {
    this.owned.delete(shard);
    await this.query('SELECT pg_advisory_unlock($1, $2)', [lockClass, shard]);
  }

  private heldLocks(): Promise<HeldLock[]> {
    return this.query<HeldLock>(
      `SELECT objid::int AS shard, pid = pg_backend_pid() AS mine FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND classid = $1::bigint::oid AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [lockClass],
      'held',
    );
  }

  /** The shards that this session believes to own must be locked by it on the server too. */
  private checkOwnership(held: readonly HeldLock[]): void {
    const mine = new Set(held.filter((lock) => lock.mine).map((lock) => lock.shard));
    if (this.shards.every((shard) => mine.has(shard))) return;
    this.close();
    throw new Error('the relay session does not hold the shards that it took');
  }

  /**
   * Runs one statement at a time; the next one waits. A failed statement ends the session, because its effect is
   * unknown.
   * @param name of a statement that is parsed and planned once
   */
  private query<Row extends object>(sql: string, params: readonly unknown[] = [], name?: string): Promise<Row[]> {
    const result = this.queue.then(async () => {
      if (this.lost) throw new Error('the relay session is lost');
      try {
        const { rows } = await this.client.query<Row & QueryResultRow>({
          text: sql,
          values: [...params],
          ...(name && { name }),
        });
        this.answeredAt = performance.now();
        return rows;
      } catch (error) {
        this.close();
        throw error;
      }
    });
    this.queue = result.catch(() => undefined);
    return result;
  }

  private lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.owned.clear();
    this.wakeRelay();
  }
}
