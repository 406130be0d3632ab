import { readRows } from '@rollcall/persistence';
import type { Logger } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';

/** The use of a token since the last report. */
export interface Usage {
  readonly uses: number;
  readonly usedAt?: Date;
  readonly refusedAt?: Date;
}

interface TokenKey {
  readonly accountId: string;
  readonly id: string;
}

/** How long after a write the next one begins at the earliest. */
const writeEveryMs = 1_000;

/**
 * Collects the use of tokens and writes it: after a while without use at once, and then once a second, in one statement
 * however many requests there were. What could not be written is written with the next statement; a killed process loses
 * its last second.
 */
export class TokenUsage {
  private collected = new Map<string, TokenKey & Usage>();
  private timer: NodeJS.Timeout | undefined;
  private writtenAt = -Infinity;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Adds to the next write; does no I/O. */
  record({ accountId, id }: TokenKey, usage: Usage): void {
    if (usage.uses === 0 && !usage.refusedAt) return;
    const key = `${accountId}/${id}`;
    const before = this.collected.get(key);
    const usedAt = later(before?.usedAt, usage.usedAt);
    const refusedAt = later(before?.refusedAt, usage.refusedAt);
    this.collected.set(key, {
      accountId,
      id,
      uses: (before?.uses ?? 0) + usage.uses,
      ...(usedAt ? { usedAt } : {}),
      ...(refusedAt ? { refusedAt } : {}),
    });
    this.timer ??= setTimeout(() => void this.write(), Math.max(0, this.writtenAt + writeEveryMs - performance.now()));
  }

  /** Writes what was collected now; never rejects. One write at a time. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writtenAt = performance.now();
    this.writing = this.writing.then(() => this.writeCollected());
    return this.writing;
  }

  /** Writes the rest. */
  async close(): Promise<void> {
    await this.write();
    clearTimeout(this.timer); // of what could not be written
  }

  private async writeCollected(): Promise<void> {
    if (this.collected.size === 0) return;
    const rows = [...this.collected.values()];
    this.collected = new Map();
    try {
      await this.save(rows);
    } catch (error) {
      for (const row of rows) this.record(row, row);
      this.logger.warn('the use of tokens was not written: it is tried again', { error, count: rows.length });
    }
  }

  /** Sorted by id, so that two instances cannot deadlock. */
  private async save(rows: readonly (TokenKey & Usage)[]): Promise<void> {
    await readRows(
      this.dataSource,
      `INSERT INTO token_uses AS u (account_id, token_id, uses, last_used_at, last_refused_at)
       SELECT r."accountId", r.id, r.uses, r."usedAt", r."refusedAt"
         FROM json_to_recordset($1::json)
              AS r("accountId" uuid, id uuid, uses bigint, "usedAt" timestamptz, "refusedAt" timestamptz)
        WHERE EXISTS (SELECT FROM tokens t WHERE t.account_id = r."accountId" AND t.id = r.id)
        ORDER BY 1, 2
       ON CONFLICT (account_id, token_id) DO UPDATE SET
         uses = u.uses + excluded.uses,
         last_used_at = greatest(u.last_used_at, excluded.last_used_at),
         last_refused_at = greatest(u.last_refused_at, excluded.last_refused_at)`,
      [JSON.stringify(rows)],
    );
  }
}

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}
