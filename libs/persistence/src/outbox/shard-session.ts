import { Client } from 'pg';
import type { QueryResultRow } from 'pg';
import type { OutgoingRecord } from '@rollcall/messaging';
import { keepingPlans } from '../connection/kept-plans.js';
import { shardCount } from './shard.js';

/** First half of the advisory lock keys of the relay ("outb"); the second is the lane, or `presence`. */
const lockClass = 0x6f757462;
const presence = 1_000;

/** The server ends a session that has been silent for so long: its process is stopped or cut off, and its lanes are free. */
const silenceMs = 3_000;

const channel = 'rollcall_outbox';

export interface OutboxRow extends OutgoingRecord {
  readonly id: string;
  readonly lane: number;
}

interface HeldLock {
  readonly lane: number;
  readonly mine: boolean;
}

/**
 * A database session that owns lanes of the outbox for as long as it lives. The locks are the session's: when it ends,
 * for whatever reason, its lanes are free. It is not of the pool, and nothing else runs on it.
 *
 * Every method rejects when the session is lost; then `alive` is false, and stays so.
 */
export class ShardSession {
  private readonly owned = new Set<number>();
  private lost = false;
  private answeredAt = performance.now();
  private queue: Promise<unknown> = Promise.resolve();
  private pid = 0;

  private constructor(
    private readonly client: Client,
    private readonly onWritten: () => void,
  ) {}

  /** Connects, and announces itself to the other relays. `onWritten`: another process says that rows wait. */
  static async open(url: string, name: string, onWritten: () => void): Promise<ShardSession> {
    const client = new Client({
      connectionString: url,
      application_name: `${name} relay`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      options: keepingPlans,
    });
    const session = new ShardSession(client, onWritten);
    client.on('error', () => session.lose());
    client.on('end', () => session.lose());
    client.on('notification', ({ processId }) => {
      if (processId !== session.pid) onWritten();
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

  /** False once the session is lost, and when the server has been silent so long that it may have given us up. */
  get alive(): boolean {
    return !this.lost && performance.now() - this.answeredAt < silenceMs;
  }

  get lanes(): readonly number[] {
    return [...this.owned].sort((a, b) => a - b);
  }

  /** Keeps the session from being taken for dead while a publish takes its time. */
  async beat(): Promise<void> {
    await this.query('SELECT 1');
  }

  /** Tells the relays of other processes that rows wait in lanes that are theirs. */
  async tellOthers(): Promise<void> {
    await this.query(`NOTIFY ${channel}`);
  }

  /**
   * Takes free lanes up to a fair share, and gives back what is above it. Not to be called while rows of the lanes are
   * being published.
   */
  async balance(): Promise<void> {
    const held = await this.heldLocks();
    this.checkOwnership(held);
    const relays = Math.max(1, held.filter(({ lane }) => lane === presence).length);
    const share = Math.ceil(shardCount / relays);
    for (const lane of this.lanes.slice(share)) await this.give(lane);
    const taken = new Set(held.map(({ lane }) => lane));
    for (let lane = 0; lane < shardCount && this.owned.size < share; lane++) {
      if (!taken.has(lane)) await this.take(lane);
    }
  }

  /** The oldest rows of the owned lanes (of those named, where some are), in the order in which they may go out. */
  async oldest(perLane: number, lanes: readonly number[] = this.lanes): Promise<OutboxRow[]> {
    return this.query<OutboxRow>(
      `SELECT o.id, o.lane::int AS lane, o.topic, o.message_key AS key, o.headers, o.value
         FROM unnest($1::smallint[]) AS l(lane)
        CROSS JOIN LATERAL (SELECT * FROM outbox WHERE outbox.lane = l.lane ORDER BY outbox.id LIMIT $2) AS o
        ORDER BY o.lane, o.id`,
      [lanes, perLane],
      'oldest',
    );
  }

  /** Forgets rows that the log has acknowledged. Only exactly these: smaller ids may have been committed meanwhile. */
  async remove(rows: readonly OutboxRow[]): Promise<void> {
    await this.query(
      `DELETE FROM outbox USING unnest($1::smallint[], $2::bigint[]) AS gone(lane, id)
        WHERE outbox.lane = gone.lane AND outbox.id = gone.id`,
      [rows.map((row) => row.lane), rows.map((row) => row.id)],
      'remove',
    );
  }

  /** Ends the session, and with it the ownership of its lanes. Does not wait for the server. */
  close(): void {
    this.lose();
    this.client.end().catch(() => undefined);
  }

  private async introduce(): Promise<void> {
    await this.query(`SET idle_session_timeout = ${silenceMs}`);
    // All that this session commits is that rows are gone: where a crash brings them back, they are published again.
    await this.query('SET synchronous_commit = off');
    await this.query(`LISTEN ${channel}`);
    const [self] = await this.query<{ pid: number }>(
      `SELECT pg_backend_pid() AS pid, pg_try_advisory_lock_shared($1, $2)`,
      [lockClass, presence],
    );
    this.pid = self?.pid ?? 0;
  }

  private async take(lane: number): Promise<void> {
    const [row] = await this.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      lockClass,
      lane,
    ]);
    if (row?.taken === true) this.owned.add(lane);
  }

  private async give(lane: number): Promise<void> {
    this.owned.delete(lane);
    await this.query('SELECT pg_advisory_unlock($1, $2)', [lockClass, lane]);
  }

  private heldLocks(): Promise<HeldLock[]> {
    return this.query<HeldLock>(
      `SELECT objid::int AS lane, pid = pg_backend_pid() AS mine FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND classid = $1::bigint::oid AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [lockClass],
      'held',
    );
  }

  /** What we believe to own must be ours in the server's eyes as well. */
  private checkOwnership(held: readonly HeldLock[]): void {
    const mine = new Set(held.filter((lock) => lock.mine).map((lock) => lock.lane));
    if (this.lanes.every((lane) => mine.has(lane))) return;
    this.close();
    throw new Error('the relay session does not hold the lanes that it took');
  }

  /**
   * One statement at a time; the next waits. A failed statement ends the session: what it left behind is unknown.
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
    this.onWritten(); // whoever waits for rows learns now that the session is gone
  }
}
