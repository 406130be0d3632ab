import type { Pool, PoolClient, QueryConfig } from 'pg';

/** Plan steps that read a whole table or index; the planner prefers them while a table is small. */
const wholeTables = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material'];

const kept = settings('force_generic_plan', 'off');

/**
 * The settings with which sessions begin: a prepared statement is planned once per connection, to find rows by their
 * keys. Planning is three quarters of what a small statement costs, measured. The planner's default settings would not
 * do: a plan made while a table is small reads the whole table, and stays in use while the table grows (13 ms instead
 * of 2.4 for one update at 50,000 rows).
 */
export const keepingPlans = kept.map(([name, value]) => `-c ${name}=${value}`).join(' ');

/**
 * Statements that switch, for the rest of a transaction or until the next switch: `kept` uses kept plans, `anew` plans
 * each statement for its parameters.
 */
export const planning: Readonly<Record<'kept' | 'anew', QueryConfig>> = {
  kept: setLocally('plans_kept', kept),
  anew: setLocally('planned_anew', settings('force_custom_plan', 'on')),
};

/** How long a session's plans are kept: one second at first, twice as long each time, at most half a minute. */
const [firstKeptMs, longestKeptMs] = [1_000, 30_000];

/**
 * Makes each session discard its plans from time to time, together with its next query, which costs no round trip.
 * While a table is nearly empty all its indexes cost the same, so a plan made then may read all rows of an account to
 * find one. The planner corrects this without new statistics as soon as the table has rows: it asks for the size of the
 * table's file.
 */
export function planAnewInTime(pool: Pool): void {
  const kept = new WeakMap<PoolClient, { until: number; ms: number }>();
  pool.on('acquire', (client) => {
    const now = performance.now();
    const before = kept.get(client);
    if (before && now < before.until) return;
    const ms = before ? Math.min(2 * before.ms, longestKeptMs) : firstKeptMs;
    kept.set(client, { until: now + ms, ms });
    if (before) client.query('DISCARD PLANS').catch(() => undefined); // an error shows at the next query
  });
}

/** A statement with more bytes of parameters than this, some thousands of ids, is planned for these parameters. */
const smallBytes = 200_000;

export function isSmall(params: readonly unknown[]): boolean {
  return params.reduce<number>((sum, param) => sum + bytesOf(param), 0) < smallBytes;
}

function bytesOf(param: unknown): number {
  if (Array.isArray(param)) return param.reduce<number>((sum, each) => sum + bytesOf(each), 0);
  return typeof param === 'string' ? param.length : 8;
}

function settings(cacheMode: string, whole: 'on' | 'off'): [string, string][] {
  return [['plan_cache_mode', cacheMode], ...wholeTables.map((name): [string, string] => [name, whole])];
}

function setLocally(name: string, to: readonly [string, string][]): QueryConfig {
  return { name, text: `SELECT ${to.map(([key, value]) => `set_config('${key}', '${value}', true)`).join(', ')}` };
}
