import { databaseOf, type Databases } from '../../../tools/stack/databases.ts';
import type { Ledger } from '../load/ledger.ts';
import { rowsOf } from './facts.ts';

/** An answer that the load got, as the ledger keeps it. */
export interface Answered {
  readonly status: number;
  /** Whose request it was, by slug. */
  readonly account: string;
  /** When the request was sent, and when its answer was there (epoch milliseconds). */
  readonly began: number;
  readonly ended: number;
}

/** Requests of which a gateway could keep no record: how many, none of them answered before or after. */
export interface MissedRequests {
  readonly since: number;
  readonly until: number;
  readonly count: number;
}

/** What the audit log has of the requests of identity providers. */
export interface LoggedRequests {
  /** How many entries each request has. */
  readonly times: ReadonlyMap<string, number>;
  readonly missed: readonly MissedRequests[];
  /** Runs of gateways with numbers that neither a record nor a gap tells of. */
  readonly holes: readonly string[];
}

/** Of a flood of these from one account one record stands for many. */
const sampled = new Set([401, 429]);
/** A gateway records so many of them singly in each of its windows, of which nobody outside knows when they begin. */
const recordedSingly = 20;
const windowMs = 10_000 + 1_000;

/** Whether an answer has a record of its own: it is no refusal of a flood, or so few came around it that each has. */
function recordsOfTheirOwn(answered: ReadonlyMap<string, Answered>): (answer: Answered) => boolean {
  const times = Map.groupBy(
    [...answered.values()].filter(({ status }) => sampled.has(status)),
    ({ account }) => account,
  );
  return ({ status, account, ended }) => {
    if (!sampled.has(status)) return true;
    const around = times.get(account)?.filter((other) => Math.abs(other.ended - ended) <= windowMs) ?? [];
    return around.length <= recordedSingly;
  };
}

/** What is wrong with the log, beside what was answered: each request is there once, or within a gap that counts it. */
export function wrongInLog(
  answered: ReadonlyMap<string, Answered>,
  { times, missed, holes }: LoggedRequests,
): string[] {
  const wrong = holes.map((hole) => `nothing tells of ${hole}`);
  const left = missed.map((gap) => ({ ...gap }));
  const notThere: [string, Answered][] = [];
  const hasItsOwn = recordsOfTheirOwn(answered);
  for (const [id, answer] of answered) {
    const count = times.get(id) ?? 0;
    if (count > 1) wrong.push(`request ${id} is there ${count} times`);
    if (count === 0 && hasItsOwn(answer)) notThere.push([id, answer]);
  }
  // Whose time ends first needs the gap that ends first.
  left.sort((one, other) => one.until - other.until);
  notThere.sort(([, one], [, other]) => one.ended - other.ended);
  for (const [id, { status, began, ended }] of notThere) {
    const gap = left.find(({ since, until, count }) => count > 0 && since <= ended && until >= began);
    if (gap) gap.count -= 1;
    else wrong.push(`request ${id}, answered ${status} at ${new Date(ended).toISOString()}, is in no entry and no gap`);
  }
  return wrong;
}

/** Reads the log as the owner of its tables. */
export async function readLoggedRequests(databases: Databases): Promise<LoggedRequests> {
  const requests = (table: string) =>
    `SELECT correlation_id AS id FROM ${table} WHERE type = 'scim.request-answered' AND detail->>'bulkRequestId' IS NULL`;
  const [entries = [], gaps = [], holes = []] = await rowsOf(databaseOf(databases, 'audit-service').migrationUrl, [
    `SELECT id, count(*)::int AS times FROM (${requests('entries')} UNION ALL ${requests('read_entries')}) r GROUP BY id`,
    `SELECT detail->>'since' AS since, detail->>'until' AS until, (detail->>'count')::int AS count
       FROM entries WHERE type = 'scim.requests-missed'`,
    `SELECT boot_id || ': ' || (int8multirange(int8range(1, upper(heard))) - heard)::text AS hole FROM recorder_runs
      WHERE NOT isempty(int8multirange(int8range(1, upper(heard))) - heard)`,
  ]);
  return {
    times: new Map(entries.map(({ id, times }) => [String(id), Number(times)])),
    missed: gaps.map(({ since, until, count }) => ({
      since: Date.parse(String(since)),
      until: Date.parse(String(until)),
      count: Number(count),
    })),
    holes: holes.map(({ hole }) => String(hole)),
  };
}

/** Looks until nothing is wrong, because what a killed gateway has left is sent by its next run; then tells what is (I13). */
export async function checkAuditLog(
  ledger: Ledger,
  databases: Databases,
  untilFine: (look: () => Promise<boolean>) => Promise<unknown>,
): Promise<void> {
  let wrong: string[] = ['nobody has looked yet'];
  await untilFine(async () => {
    wrong = wrongInLog(ledger.answered, await readLoggedRequests(databases));
    return wrong.length === 0;
  }).catch(() => {
    for (const what of wrong) ledger.violated('I13', what);
  });
}
