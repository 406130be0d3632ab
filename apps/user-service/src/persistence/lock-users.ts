import { isStorable, isUuid } from '@rollcall/contracts';
import { keyOf, type Transaction } from '@rollcall/persistence';
import { userNameKey, type User } from '../domain/user/user.js';
import type { UserReads } from '../reads.js';
import type { UserRow } from './entities/user-row.js';
import { userColumns, userOf } from './user-rows.js';

type Pairs = readonly (readonly [accountId: string, key: string])[];

/**
 * Loads the users whom the commands of a batch name, under row locks in the order of their ids. A row that several
 * commands name is returned once.
 */
export async function lockUsers(tx: Transaction, reads: readonly UserReads[]): Promise<User[]> {
  const { byExternalId, statement } = wantedBy(reads);
  if (!statement) return [];
  const [, rows] = await Promise.all([
    lockExternalIds(tx, byExternalId),
    tx.query<UserRow>(`${statement.sql} FOR UPDATE OF u`, statement.keys, { keepPlan: true }),
  ]);
  return usersOf(rows);
}

/** The same users as they are at this moment, without locks: for what is said before a command comes. */
export async function readUsers(tx: Transaction, reads: readonly UserReads[]): Promise<User[]> {
  const { statement } = wantedBy(reads);
  return statement ? usersOf(await tx.query<UserRow>(statement.sql, statement.keys, { keepPlan: true })) : [];
}

/** The statement that finds the users whom commands name; undefined where they name none. */
function wantedBy(reads: readonly UserReads[]) {
  const byId = reads.flatMap(idsOf);
  const byName = reads.flatMap(namesOf);
  const byExternalId = reads.flatMap(externalIdsOf);
  const releasedNames = reads.flatMap((each) => (each.matching ? namesOf(each) : []));
  const comingBack = reads.flatMap((each) => (each.comesBack ? idsOf({ ...each, actorId: undefined }) : []));
  if (byId.length + byName.length + byExternalId.length === 0) return { byExternalId };
  const isById = byName.length + byExternalId.length + comingBack.length === 0;
  const keys = [byId, ...(isById ? [] : [byName, releasedNames, byExternalId, comingBack])].flatMap(columnsOf);
  return { byExternalId, statement: { sql: isById ? foundById : foundByAny, keys } };
}

const usersOf = (rows: readonly UserRow[]): User[] => [
  ...new Map(rows.map((row) => [keyOf(row.account_id, row.id), userOf(row)])).values(),
];

function idsOf({ accountId, userId, actorId }: UserReads): Pairs {
  return [userId, actorId].flatMap((id) => (id === undefined || !isUuid(id) ? [] : [[accountId, id] as const]));
}

/** The database cannot store some texts, so no user has them; the rules refuse them. */
function namesOf({ accountId, userName }: UserReads): Pairs {
  return userName === undefined || !isStorable(userName) ? [] : [[accountId, userNameKey(userName)]];
}

function externalIdsOf({ accountId, externalId }: UserReads): Pairs {
  return externalId === undefined || externalId === '' || !isStorable(externalId) ? [] : [[accountId, externalId]];
}

/**
 * Of two transactions that bring the same `externalId`, the second waits and sees what the first made of it. No unique
 * index can say so, because where it is a label, two people may have the same (rule 5). pg runs the statements of one
 * connection in the order in which they are issued: these locks come first. All transactions take them in the same order.
 */
async function lockExternalIds(tx: Transaction, pairs: Pairs): Promise<void> {
  if (pairs.length === 0) return;
  await tx.query(
    `SELECT pg_advisory_xact_lock(k.key) FROM (
       SELECT DISTINCT hashtextextended(u.account_id || ' ' || u.external_id, 0) AS key
         FROM unnest($1::text[], $2::text[]) AS u(account_id, external_id) ORDER BY 1) AS k`,
    columnsOf(pairs),
    { keepPlan: true },
  );
}

/** Most batches hold only partial changes, which look up nothing but ids. */
const foundById = `SELECT ${userColumns} FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN users u USING (account_id, id)
  ORDER BY u.id`;

/** An account whose people share one `externalId` must not lock them all: where it tells people apart, few have the same. */
const maxSharing = 50;

const foundByAny = `WITH wanted AS (
    SELECT u.account_id, u.id FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id) JOIN users u USING (account_id, id)
    UNION
    SELECT u.account_id, u.id FROM unnest($3::uuid[], $4::text[]) AS k(account_id, user_name_key)
      JOIN users u ON u.account_id = k.account_id AND u.user_name_key = k.user_name_key AND NOT u.released
    UNION
    SELECT u.account_id, u.id FROM unnest($5::uuid[], $6::text[]) AS k(account_id, user_name_key)
      JOIN users u ON u.account_id = k.account_id AND u.user_name_key = k.user_name_key AND u.released
    UNION
    SELECT k.account_id, u.id FROM unnest($7::uuid[], $8::text[]) AS k(account_id, external_id)
      JOIN accounts a ON a.id = k.account_id AND coalesce(a.settings->>'externalId', 'person') = 'person'
     CROSS JOIN LATERAL (SELECT id FROM users WHERE account_id = k.account_id AND external_id = k.external_id LIMIT ${maxSharing}) u
    UNION
    SELECT h.account_id, h.id FROM unnest($9::uuid[], $10::uuid[]) AS k(account_id, id)
      JOIN users u ON u.account_id = k.account_id AND u.id = k.id AND u.released
      JOIN users h ON h.account_id = u.account_id AND h.user_name_key = u.user_name_key AND NOT h.released
  )
  SELECT ${userColumns} FROM users u JOIN wanted USING (account_id, id) ORDER BY u.id`;

const columnsOf = (pairs: Pairs): string[][] => [pairs.map(([accountId]) => accountId), pairs.map(([, key]) => key)];
