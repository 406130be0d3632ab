import type { Pool, PoolClient, QueryConfig } from 'pg';

/** What would read a whole table, or all of an index, where it seems small. */
const wholeTables = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material'];

const kept = settings('force_generic_plan', 'off');

/**
 * How sessions begin: a prepared statement is planned once per connection, to find rows by their keys. Planning is most of what a small
 * statement costs: three quarters, measured. Plans made the usual way would not do: made while a table is small they read the whole
 * table, and are kept while it grows (13 ms instead of 2.4 for one update at 50,000 rows).
 */
export const keepingPlans = kept.map(([name, value]) => `-c ${name}=${value}`).join(' ');

/** For the rest of a transaction, or until the other one: whether plans are kept, or statements planned for their parameters. */
export const planning: Readonly<Record<'kept' | 'anew', QueryConfig>> = {
  kept: setLocally('plans_kept', kept),
  anew: setLocally('planned_anew', settings('force_custom_plan', 'on')),
};

/** How long a session's plans are kept: a second at first, twice as long each time, at most half a minute. */
const [firstKeptMs, longestKeptMs] = [1_000, 30_000];

/**
 * Has each session plan anew from time to time, before what it is asked next; that takes no round trip. Of a table that is nearly
 * empty all indexes look the same, and a plan that was made then may go through all rows of an account to find one. As soon as there
 * are some the planner sees that, without any statistics: it asks the file how long it is.
 */
export function planAnewInTime(pool: Pool): void {
  const kept = new WeakMap<PoolClient, { until: number; ms: number }>();
  pool.on('acquire', (client) => {
    const now = performance.now();
    const before = kept.get(client);
    if (before && now < before.until) return;
    const ms = before ? Math.min(2 * before.ms, longestKeptMs) : firstKeptMs;
    kept.set(client, { until: now + ms, ms });
    if (before) client.query('DISCARD PLANS').catch(() => undefined); // whoever asks next is told what is wrong
  });
}

/** More than this in its parameters, some thousands of ids, is not a small statement: it is planned for what it is. */
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
