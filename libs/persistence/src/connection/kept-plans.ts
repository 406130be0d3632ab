import type { QueryConfig } from 'pg';

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
