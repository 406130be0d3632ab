import type { AuditLog } from '@rollcall/contracts';
import type { Transaction } from '@rollcall/persistence';
import type { Entry } from '../domain/entry.js';
import { logKey, type LogState } from '../domain/number-entries.js';
import { versionKey } from '../domain/version-gaps.js';

/** What a batch has to know before its entries have their places. */
export interface Known {
  readonly logs: ReadonlyMap<string, LogState>;
  /** Ids that are in the logs already. */
  readonly ids: ReadonlySet<string>;
  readonly versions: ReadonlyMap<string, number>;
  readonly closed: ReadonlySet<string>;
}

/** The first and the last day of some, both included. */
interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * Loads it, with the logs of all accounts locked: no other transaction adds to them until this one ends.
 * @param days those that may hold what these entries repeat
 */
export async function loadKnown(tx: Transaction, entries: readonly Entry[], days: Days): Promise<Known> {
  // First what keeps its plans: between both kinds the session has to be told.
  const [logs, versions, closed, ids] = await Promise.all([
    lockLogs(tx, entries),
    versionsOf(tx, entries),
    closedAmong(tx, entries),
    idsAmong(tx, entries, days),
  ]);
  const latest = [...logs.values()].reduce((day, { lastDay }) => (lastDay > day ? lastDay : day), days.to);
  if (latest === days.to) return { logs, ids, versions, closed };
  // The clock of an instance was ahead of this one: the logs that it wrote to go on in its day.
  return { logs, ids: await idsAmong(tx, entries, { from: days.from, to: latest }), versions, closed };
}

interface LogRow {
  readonly account_id: string;
  readonly log: AuditLog;
  readonly size: string;
  readonly last_day: string;
}

/** A log that is not there has no row to lock, so one is made first; two instances meet at its key. */
async function lockLogs(tx: Transaction, entries: readonly Entry[]): Promise<Map<string, LogState>> {
  const wanted = [...new Map(entries.map((entry) => [logKey(entry), entry])).values()];
  const keys = [wanted.map(({ accountId }) => accountId), wanted.map(({ log }) => log)];
  const [, rows] = await Promise.all([
    tx.query(
      `INSERT INTO audit_logs (account_id, log, size, last_day)
       SELECT k.account_id, k.log, 0, 'epoch' FROM unnest($1::uuid[], $2::text[]) AS k(account_id, log)
        WHERE NOT EXISTS (SELECT FROM audit_logs l WHERE l.account_id = k.account_id AND l.log = k.log)
        ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
      keys,
      { keepPlan: true },
    ),
    tx.query<LogRow>(
      `SELECT l.account_id, l.log, l.size, l.last_day::text
         FROM audit_logs l JOIN unnest($1::uuid[], $2::text[]) AS k(account_id, log)
           ON l.account_id = k.account_id AND l.log = k.log
        ORDER BY l.account_id, l.log FOR UPDATE OF l`,
      keys,
      { keepPlan: true },
    ),
  ]);
  return new Map(
    rows.map(({ account_id: accountId, log, size, last_day: lastDay }) => [
      logKey({ accountId, log }),
      { accountId, log, size: Number(size), lastDay },
    ]),
  );
}

/** Planned for these days, each of which is a table of its own: a kept plan would hold all of them. */
async function idsAmong(tx: Transaction, entries: readonly Entry[], { from, to }: Days): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM entries WHERE id = ANY($1::uuid[]) AND day BETWEEN $2::date AND $3::date
     UNION ALL SELECT id FROM read_entries WHERE id = ANY($1::uuid[]) AND day BETWEEN $2::date AND $3::date`,
    [entries.map(({ id }) => id), from, to],
    { prepare: true },
  );
  return new Set(rows.map(({ id }) => id));
}

async function versionsOf(tx: Transaction, entries: readonly Entry[]): Promise<Map<string, number>> {
  const asked = entries.flatMap(({ accountId, aggregateId }) =>
    aggregateId === undefined ? [] : [{ accountId, aggregateId }],
  );
  if (asked.length === 0) return new Map();
  const rows = await tx.query<{ account_id: string; subject_id: string; version: string }>(
    `SELECT v.account_id, v.subject_id, v.version
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, subject_id)
       JOIN last_versions v ON v.account_id = k.account_id AND v.subject_id = k.subject_id`,
    [asked.map(({ accountId }) => accountId), asked.map(({ aggregateId }) => aggregateId)],
    { keepPlan: true },
  );
  return new Map(
    rows.map((row) => [versionKey({ accountId: row.account_id, aggregateId: row.subject_id }), Number(row.version)]),
  );
}

async function closedAmong(tx: Transaction, entries: readonly Entry[]): Promise<Set<string>> {
  const rows = await tx.query<{ account_id: string }>(
    `SELECT account_id FROM account_closures WHERE account_id = ANY($1::uuid[]) AND state = 'closed'`,
    [[...new Set(entries.map(({ accountId }) => accountId))]],
    { keepPlan: true },
  );
  return new Set(rows.map(({ account_id }) => account_id));
}
