import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EntityClass } from '../connection/data-source.js';
import { readRows } from '../connection/transaction.js';
import { emptyTable } from './empty-table.js';
import { tablesOfAccounts, type TableOfAccounts } from './tables-of-accounts.js';

export interface ClosedAccountsOptions {
  readonly dataSource: DataSource;
  /** What has rows of accounts, in the order in which it is emptied. */
  readonly entities: readonly EntityClass[];
  /** Called after a pass that deleted anything. */
  readonly onEmptied?: (rows: number) => void;
  readonly onFailure?: (error: unknown) => void;
  readonly slice?: number;
  readonly pauseMs?: number;
  /**
   * How long after the closing rows may still come, from transactions that were open then, and from an instance that had not heard of it. No
   * transaction lasts as long: the database ends them after seconds.
   */
  readonly graceMs?: number;
  /** Another instance goes on where this one has shown no sign of life for so long. */
  readonly leaseMs?: number;
}

const lookEveryMs = 2_000;
/** How many accounts one pass takes along: it looks through some tables as a whole, and does that once for all of them. */
const atOnce = 20;

interface Due {
  readonly account_id: string;
  /** Nothing of it can come any more: where this pass finds nothing, it is the last one. */
  readonly is_late: boolean;
}

/**
 * Deletes what closed accounts have left in the tables of this service, in slices, until only their stones in `account_closures` are there.
 * Any number of instances may work, and die, at any time: `due_at` is a lease.
 */
export class ClosedAccounts {
  private readonly tables: readonly TableOfAccounts[];
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly options: ClosedAccountsOptions) {
    this.tables = tablesOfAccounts(options.entities);
  }

  start(): void {
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
  }

  /** One pass over the accounts that are due. @returns how many rows it deleted */
  async pass(): Promise<number> {
    const due = await this.claim();
    if (due.length === 0) return 0;
    const ids = due.map(({ account_id }) => account_id);
    const { slice = 1_000 } = this.options;
    let rows = 0;
    const pace = { slice, pause: this.pauseWith(ids) };
    for (const table of this.tables) {
      await this.renew(ids);
      const gone = await emptyTable(this.options.dataSource, table, ids, pace);
      if (gone === undefined) return rows; // the lease ends, and the instance that takes it begins anew
      rows += gone;
    }
    await this.reschedule(due, rows);
    if (rows > 0) this.options.onEmptied?.(rows);
    return rows;
  }

  private async work(): Promise<void> {
    do {
      try {
        while (!this.stopping.signal.aborted && (await this.pass()) > 0);
      } catch (error) {
        this.options.onFailure?.(error);
      }
    } while (await this.pause(lookEveryMs));
  }

  private claim(): Promise<Due[]> {
    return readRows<Due>(
      this.options.dataSource,
      `WITH due AS MATERIALIZED (
         SELECT account_id FROM account_closures WHERE state = 'closed' AND due_at <= now()
          ORDER BY due_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
       UPDATE account_closures c SET due_at = now() + make_interval(secs => $1) FROM due
        WHERE c.account_id = due.account_id
       RETURNING c.account_id, c.since <= now() - make_interval(secs => $2) AS is_late`,
      [this.leaseMs / 1_000, this.graceMs / 1_000],
    );
  }

  /** The pause between two slices, in which the lease is renewed long before it ends. */
  private pauseWith(ids: readonly string[]): () => Promise<boolean> {
    let renewedAt = Date.now();
    return async () => {
      const goesOn = await this.pause(this.options.pauseMs ?? 10);
      if (!goesOn || Date.now() - renewedAt < this.leaseMs / 3) return goesOn;
      renewedAt = Date.now();
      await this.renew(ids);
      return true;
    };
  }

  private async renew(ids: readonly string[]): Promise<void> {
    await readRows(
      this.options.dataSource,
      'UPDATE account_closures SET due_at = now() + make_interval(secs => $2) WHERE account_id = ANY($1::uuid[])',
      [ids, this.leaseMs / 1_000],
    );
  }

  /** Nothing more is due of an account of which a late pass found nothing; of the others, after the time in which rows may come. */
  private async reschedule(due: readonly Due[], rows: number): Promise<void> {
    const isOver = due.map(({ is_late }) => is_late && rows === 0);
    await readRows(
      this.options.dataSource,
      `UPDATE account_closures c SET due_at = CASE WHEN NOT k.is_over THEN now() + make_interval(secs => $3) END
         FROM unnest($1::uuid[], $2::boolean[]) AS k(account_id, is_over) WHERE c.account_id = k.account_id`,
      [due.map(({ account_id }) => account_id), isOver, this.graceMs / 1_000],
    );
  }

  private get leaseMs(): number {
    return this.options.leaseMs ?? 60_000;
  }

  private get graceMs(): number {
    return this.options.graceMs ?? 300_000;
  }

  /** @returns false where it is to end */
  private async pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined); // rejects at a stop
    return !this.stopping.signal.aborted;
  }
}
