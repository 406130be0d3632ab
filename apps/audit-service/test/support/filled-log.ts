/** Runs a statement as the owner of the tables. */
export type OwnerQuery = (sql: string, values?: readonly unknown[]) => Promise<unknown>;

export interface FilledLog {
  readonly accountId: string;
  readonly count: number;
  /** Over so many days of receipt, today's included, evenly. */
  readonly days: number;
  /** The last of them is so many days ago; today's where nothing is said. */
  readonly endedDaysAgo?: number;
}

export const people = 1_000;
/** The id of a person of a filled log, by number. */
export const personOf = (n: number) => `00000000-0000-7000-8000-${(n % people).toString(16).padStart(12, '0')}`;
/** The id of a token of a filled log, of which there are five. */
export const tokenOf = (n: number) => `00000000-0000-7000-9000-${(n % 5).toString(16).padStart(12, '0')}`;
/** The id of the request of an entry of a filled log. */
export const requestOf = (n: number) => `00000000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;

/** Makes the days that are past; the service makes those to come. */
export async function makePastDays(query: OwnerQuery, days: number): Promise<void> {
  await query(
    `DO $$ DECLARE one date; parent text; BEGIN
       FOREACH parent IN ARRAY ARRAY['entries', 'read_entries', 'sources'] LOOP
         FOR one IN SELECT generate_series(current_date - ${days}, current_date, interval '1 day')::date LOOP
           EXECUTE format('CREATE TABLE IF NOT EXISTS days.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                          parent || '_' || to_char(one, 'YYYYMMDD'), parent, one, one + 1);
         END LOOP;
       END LOOP;
     END $$`,
  );
}

/** Fills the log of changes of an account: every fiftieth entry is a refusal, every twentieth is about a second person. */
export async function fillLog(query: OwnerQuery, filled: FilledLog): Promise<void> {
  const { accountId, count, days, endedDaysAgo = 0 } = filled;
  const hex = (n: string) => `lpad(to_hex(${n}), 12, '0')`;
  const day = `current_date - (${endedDaysAgo} + ${days} - 1 - ((n - 1) * ${days} / ${count}))::integer`;
  await query(
    `INSERT INTO entries (account_id, seq, day, id, at, received_at, kind, type, outcome, actor_kind, actor_id,
                          subject_kind, subject_id, also, correlation_id, status, code, topic, part, off, detail)
     SELECT $1, n, ${day}, gen_random_uuid(), (${day})::timestamptz + n % 80000 * interval '1 second',
            (${day})::timestamptz + n % 80000 * interval '1 second', 'event',
            CASE WHEN n % 3 = 0 THEN 'user.updated' ELSE 'team.members-added' END,
            CASE WHEN n % 50 = 0 THEN 'refused' ELSE 'done' END, 'directory', '00000000-0000-7000-9000-' || ${hex('n % 5')},
            'user', ('00000000-0000-7000-8000-' || ${hex(`n % ${people}`)})::uuid,
            CASE WHEN n % 20 = 0 THEN ARRAY[('00000000-0000-7000-8000-' || ${hex(`(n + 7) % ${people}`)})::uuid] END,
            ('00000000-0000-7000-a000-' || ${hex('n')})::uuid,
            CASE WHEN n % 50 = 0 THEN 409 END, CASE WHEN n % 50 = 0 THEN 'user-name-taken' END, 'topic', 0, n,
            '{"changed":["title","name.givenName"],"active":true}'
       FROM generate_series(1::bigint, ${count}) AS n`,
    [accountId],
  );
  await query(
    `INSERT INTO account_days SELECT account_id, 'changes', day, min(seq), min(at) FROM entries WHERE account_id = $1 GROUP BY 1, 3`,
    [accountId],
  );
  await query(
    `INSERT INTO audit_logs SELECT account_id, 'changes', max(seq), max(day) FROM entries WHERE account_id = $1 GROUP BY 1`,
    [accountId],
  );
  await query('ANALYZE entries');
}
