import type { Actor, Reply, UserProfile } from '@rollcall/contracts';
import { inTransaction, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { ErasedPeople, profileWithout, replyWithout, type ErasedPerson } from '../domain/erasure/erased-person.js';
import type { User } from '../domain/user/user.js';
import type { UserRow } from './entities/user-row.js';
import { userColumns, userOf } from './user-rows.js';

/** An erased person whose traces are still to be removed. */
export interface OpenErasure {
  readonly person: ErasedPerson;
  readonly cause: { readonly id?: string; readonly correlationId?: string; readonly actor?: Actor };
}

const consumer = 'user-service';
/** How many rows one statement looks at. */
const chunk = 1_000;
/** Another instance takes over where this one has shown no sign of life for so long. */
const leaseS = 120;
const zero = '00000000-0000-0000-0000-000000000000';

/**
 * Takes the oldest open erasures, which no other instance works on. Not the newest: a transaction that read the person
 * before the erasure has a moment to end.
 */
export async function takeOpenErasures(
  dataSource: DataSource,
  { afterMs, limit }: { readonly afterMs: number; readonly limit: number },
): Promise<OpenErasure[]> {
  return readRows<OpenErasure>(
    dataSource,
    `UPDATE open_erasures SET taken_until = now() + make_interval(secs => $3)
      WHERE (account_id, user_id) IN (
        SELECT account_id, user_id FROM open_erasures
         WHERE erased_at <= now() - make_interval(secs => $1) AND (taken_until IS NULL OR taken_until < now())
         ORDER BY erased_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING person, cause`,
    [afterMs / 1_000, limit, leaseS],
  );
}

/** Keeps what was taken, while the work goes on. */
export async function keepErasures(dataSource: DataSource, people: readonly ErasedPerson[]): Promise<void> {
  await readRows(dataSource, `UPDATE open_erasures SET taken_until = now() + make_interval(secs => $3) FROM ${keys}`, [
    ...keysOf(people),
    leaseS,
  ]);
}

export async function closeErasures(dataSource: DataSource, people: readonly ErasedPerson[]): Promise<void> {
  await readRows(dataSource, `DELETE FROM open_erasures USING ${keys}`, keysOf(people));
}

const keys = `unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)
  WHERE open_erasures.account_id = k.account_id AND open_erasures.user_id = k.user_id`;
const keysOf = (people: readonly ErasedPerson[]) => [
  people.map(({ accountId }) => accountId),
  people.map(({ userId }) => userId),
];

interface StoredReply {
  readonly message_id: string;
  readonly account_id: string;
  readonly reply: Reply;
}

interface Looked<Row> {
  readonly last: { readonly message_id: string; readonly account_id: string } | null;
  readonly looked: number;
  readonly rows: readonly Row[];
}

/**
 * Removes people from the replies that are stored for redelivery. The inbox is in the order of its ids and not by person, so it
 * is walked through once for all of them. @param pauseBetween is waited for between two statements
 */
export async function removeFromReplies(
  dataSource: DataSource,
  people: readonly ErasedPerson[],
  pauseBetween: () => Promise<void>,
): Promise<void> {
  const ofAccounts = new Map(
    [...Map.groupBy(people, ({ accountId }) => accountId)].map(([id, some]) => [id, new ErasedPeople(some)]),
  );
  let after = { message_id: zero, account_id: zero };
  for (;;) {
    const [found] = await readRows<Looked<StoredReply>>(dataSource, repliesBehind, [
      after.message_id,
      consumer,
      after.account_id,
      [...ofAccounts.keys()],
      chunk,
    ]);
    const changed = (found?.rows ?? []).flatMap((row) => {
      const ofAccount = ofAccounts.get(row.account_id);
      const reply = ofAccount && replyWithout(row.reply, ofAccount);
      return reply === undefined ? [] : [{ ...row, reply }];
    });
    if (changed.length > 0) await readRows(dataSource, changeReplies, [JSON.stringify(changed), consumer]);
    if (!found?.last || found.looked < chunk) return;
    after = found.last;
    await pauseBetween();
  }
}

const repliesBehind = `WITH looked AS (
    SELECT message_id, account_id, reply FROM inbox
     WHERE (message_id, consumer, account_id) > ($1::uuid, $2::text, $3::uuid) AND consumer = $2
     ORDER BY message_id, consumer, account_id LIMIT $5)
  SELECT (SELECT json_build_object('message_id', message_id, 'account_id', account_id) FROM looked
           ORDER BY message_id DESC, account_id DESC LIMIT 1) AS last,
         (SELECT count(*)::int FROM looked) AS looked,
         (SELECT coalesce(json_agg(l), '[]') FROM looked l WHERE account_id = ANY($4::uuid[]) AND reply IS NOT NULL) AS rows`;

/** The service's role may add and delete what it has handled, and not change it. In one statement, so that no claim is ever missing. */
const changeReplies = `WITH gone AS (
    DELETE FROM inbox i USING json_to_recordset($1::json) AS r(message_id uuid, account_id uuid, reply json)
     WHERE i.message_id = r.message_id AND i.account_id = r.account_id AND i.consumer = $2
    RETURNING i.message_id, i.consumer, i.account_id, r.reply)
  INSERT INTO inbox (message_id, consumer, account_id, reply) SELECT * FROM gone`;

/** Those of an account whose profile names one of the people as manager. */
export async function reportsOf(
  dataSource: DataSource,
  { accountId, people }: { readonly accountId: string; readonly people: ErasedPeople },
  pauseBetween: () => Promise<void>,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after = zero; ;) {
    const [found] = await readRows<{ last: string | null; looked: number; rows: readonly Report[] }>(
      dataSource,
      reportsBehind,
      [accountId, after, chunk],
    );
    for (const { id, manager } of found?.rows ?? [])
      if (profileWithout({ enterprise: { manager } }, people)) ids.push(id);
    if (!found?.last || found.looked < chunk) return ids;
    after = found.last;
    await pauseBetween();
  }
}

interface Report {
  readonly id: string;
  readonly manager: NonNullable<NonNullable<UserProfile['enterprise']>['manager']>;
}

const reportsBehind = `WITH looked AS (
    SELECT id, profile->'enterprise'->'manager' AS manager FROM users
     WHERE account_id = $1 AND id > $2::uuid ORDER BY id LIMIT $3)
  SELECT (SELECT id::text FROM looked ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*)::int FROM looked) AS looked,
         (SELECT coalesce(json_agg(l), '[]') FROM looked l WHERE manager IS NOT NULL) AS rows`;

/**
 * Changes the profiles of some users of an account, under their locks and in one transaction.
 * @param change gives the user after the change, or undefined where nothing is to change
 * @param announce adds what has changed to the outbox, in the same transaction
 */
export async function changeUsers(
  dataSource: DataSource,
  { accountId, ids }: { readonly accountId: string; readonly ids: readonly string[] },
  change: (user: User) => User | undefined,
  announce: (tx: Transaction, changed: readonly User[]) => Promise<void>,
): Promise<void> {
  await inTransaction(dataSource, async (tx) => {
    const rows = await tx.query<UserRow>(
      `SELECT ${userColumns} FROM users u WHERE u.account_id = $1 AND u.id = ANY($2::uuid[]) ORDER BY u.id FOR UPDATE`,
      [accountId, ids],
    );
    const changed = rows.flatMap((row) => change(userOf(row)) ?? []);
    if (changed.length === 0) return;
    await tx.query(
      // When a released user was released is what its row says: see `releasedTooLong`.
      `UPDATE users u SET profile = r.profile, version = r.version,
              updated_at = CASE WHEN u.released THEN u.updated_at ELSE r.updated_at END
         FROM json_to_recordset($2::json) AS r(id uuid, profile json, version bigint, updated_at timestamptz)
        WHERE u.account_id = $1 AND u.id = r.id`,
      [
        accountId,
        JSON.stringify(
          changed.map(({ id, profile, version, updatedAt }) => ({ id, profile, version, updated_at: updatedAt })),
        ),
      ],
    );
    await announce(tx, changed);
  });
}
