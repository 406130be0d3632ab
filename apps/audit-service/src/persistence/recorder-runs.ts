import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { nilUuid } from '@rollcall/contracts';
import type { Entry } from '../domain/entry.js';
import type { MissingNumbers } from '../domain/entry-of.js';

/** Topics forget after 30 days: a run of which nothing was heard for so long is not followed any more. */
const followedDays = 60;

/** The moment that a UUIDv7 holds (RFC 9562 §5.7): when a run began. */
const beganAt = (bootId: string) => new Date(Number.parseInt(bootId.replaceAll('-', '').slice(0, 12), 16));

interface HeardRange {
  readonly bootId: string;
  readonly topic: string;
  readonly from: number;
  to: number;
  readonly missedUntil?: Date;
}

/** Numbers of a run that follow each other are one range: of a batch nearly all of them do. */
function heardRanges(entries: readonly Entry[]): HeardRange[] {
  const all = entries.flatMap(({ numbers, place }) =>
    numbers ? [{ ...numbers, topic: place.topic, to: Math.max(numbers.from, numbers.to) }] : [],
  );
  const ranges: HeardRange[] = [];
  const last = new Map<string, HeardRange>();
  for (const each of all.sort((one, other) => one.from - other.from)) {
    const before = last.get(each.bootId);
    if (
      before &&
      !before.missedUntil &&
      !each.missedUntil &&
      each.topic === before.topic &&
      each.from <= before.to + 1
    ) {
      before.to = Math.max(before.to, each.to);
      continue;
    }
    ranges.push(each);
    last.set(each.bootId, each);
  }
  return ranges;
}

/** Notes which numbers of recorders' runs a batch tells of, repeated records too. */
export function hearNumbers(tx: Transaction, entries: readonly Entry[], now: Date): Promise<unknown>[] {
  const heard = heardRanges(entries);
  if (heard.length === 0) return [];
  const written = tx.query(
    `INSERT INTO recorder_runs AS r (boot_id, topic, heard, heard_at, is_cut, missing_until)
     SELECT k.boot_id, k.topic, k.heard, $7::timestamptz,
            k.began < greatest($7::timestamptz - interval '${followedDays} days',
                               (SELECT max(c.complete_since) FROM consumed c WHERE c.topic = k.topic)), k.missing_until
       FROM (SELECT boot_id, topic, range_agg(int8range(low, high, '[]')) AS heard, min(began) AS began,
                    max(missing_until) AS missing_until
               FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[])
                 AS n(boot_id, topic, low, high, began, missing_until)
              GROUP BY 1, 2 ORDER BY 1) k
     ON CONFLICT (boot_id) DO UPDATE
        SET heard = r.heard + excluded.heard, heard_at = excluded.heard_at,
            missing_until = greatest(r.missing_until, excluded.missing_until)`,
    [
      heard.map(({ bootId }) => bootId),
      heard.map(({ topic }) => topic),
      heard.map(({ from }) => from),
      heard.map(({ to }) => to),
      heard.map(({ bootId }) => beganAt(bootId)),
      heard.map(({ missedUntil }) => missedUntil ?? null),
      now,
    ],
    { keepPlan: true },
  );
  return [written];
}

/** Records of a topic were gone before they were read: what is missing of its runs by now was told so. */
export function cutRuns(tx: Transaction, topic: string): Promise<unknown> {
  return tx.query('UPDATE recorder_runs SET is_cut = true WHERE topic = $1', [topic]);
}

/** Numbers of a run that were not heard of, between its first and the last that was, as PostgreSQL writes ranges. */
export interface OpenNumbers {
  readonly bootId: string;
  readonly ranges: string;
}

const notHeard = 'int8multirange(int8range(1, upper(heard))) - heard';

/** The runs on topics whose numbers are not all heard of. */
export async function openNumbers(dataSource: DataSource, topics: readonly string[]): Promise<OpenNumbers[]> {
  return readRows<{ bootId: string; ranges: string }>(
    dataSource,
    `SELECT boot_id AS "bootId", (${notHeard})::text AS ranges FROM recorder_runs
      WHERE topic = ANY($1::text[]) AND NOT isempty(${notHeard})`,
    [topics],
  );
}

/**
 * Takes those of the numbers that are still not heard of for missing, once. Those of runs that were cut are forgiven.
 * @param until no record that is missing tells of a request that was answered later
 * @returns what is missing of each run
 */
export async function takeMissing(
  tx: Transaction,
  open: readonly OpenNumbers[],
  until: Date,
): Promise<MissingNumbers[]> {
  // As a batch does: the log first, then the runs. Two at once take turns.
  await tx.query(`SELECT FROM audit_logs WHERE account_id = $1 AND log = 'changes' FOR UPDATE`, [nilUuid]);
  return tx.query<{ -readonly [Name in keyof MissingNumbers]: MissingNumbers[Name] }>(
    `WITH missing AS (
       SELECT r.boot_id, r.topic, r.is_cut, (${notHeard}) * o.ranges AS ranges
         FROM recorder_runs r JOIN unnest($1::uuid[], $2::int8multirange[]) AS o(boot_id, ranges) ON o.boot_id = r.boot_id
        ORDER BY r.boot_id FOR UPDATE OF r),
     taken AS (
       UPDATE recorder_runs r
          SET heard = r.heard + m.ranges, is_cut = false,
              missing_until = CASE WHEN m.is_cut THEN r.missing_until ELSE greatest(r.missing_until, $3::timestamptz) END
         FROM missing m WHERE r.boot_id = m.boot_id AND NOT isempty(m.ranges))
     SELECT m.topic, m.boot_id AS "bootId", lower(m.ranges)::float8 AS "from", (upper(m.ranges) - 1)::float8 AS "to",
            (SELECT sum(upper(one) - lower(one)) FROM unnest(m.ranges) AS one)::float8 AS count
       FROM missing m WHERE NOT m.is_cut AND NOT isempty(m.ranges) ORDER BY m.boot_id`,
    [open.map(({ bootId }) => bootId), open.map(({ ranges }) => ranges), until],
  );
}

/** Forgets runs that have ended long ago; those of which requests are missing stay, because answers say so. */
export async function forgetRuns(dataSource: DataSource, now: Date): Promise<void> {
  await readRows(
    dataSource,
    `DELETE FROM recorder_runs WHERE heard_at < $1::timestamptz - interval '${followedDays} days' AND missing_until IS NULL`,
    [now],
  );
}

/** Since when no record of a request is missing; undefined where none ever was. */
export async function requestsCompleteSince(dataSource: DataSource): Promise<Date | undefined> {
  const [row] = await readRows<{ since: Date | null }>(
    dataSource,
    'SELECT max(missing_until) AS since FROM recorder_runs',
  );
  return row?.since ?? undefined;
}
