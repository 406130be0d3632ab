import type { MigrationInterface, QueryRunner } from 'typeorm';

interface UserKey {
  readonly account_id: string;
  readonly id: string;
}

/** Rows that are locked at a time: some tens of milliseconds. */
const sliceSize = 1_000;
const beforeAll: UserKey = {
  account_id: '00000000-0000-0000-0000-000000000000',
  id: '00000000-0000-0000-0000-000000000000',
};

/**
 * Whose the name and the password to sign in with are (rule 6), and whose a released user's name is: nobody's (rule 5).
 *
 * Of people who are here already the tables say this much: the first of each account was made with it, as its admin; whom
 * the workspace keeps, or who has no `externalId`, counts as made in the product. Who was an admin and is none now, and
 * whom the directory adopted long ago, cannot be told from others.
 *
 * The service goes on meanwhile: `users` is locked for moments only. So this is many transactions, and each step can be
 * repeated: a migration that was cut off begins anew.
 */
export class OwnSignIns1764500000001 implements MigrationInterface {
  readonly name = 'OwnSignIns1764500000001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // New columns at the end and with constants as defaults: no row is written for them.
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN IF NOT EXISTS made_in_product boolean NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS own_sign_in boolean NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS may_hand_over boolean NOT NULL DEFAULT false`);
    let last: UserKey | undefined = beforeAll;
    while (last) last = await markSlice(runner, last);
    await rebuildIndexes(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX users_released_by_name, users_by_name;
      CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name_key);
      ALTER TABLE users DROP COLUMN made_in_product, DROP COLUMN own_sign_in, DROP COLUMN may_hand_over`);
  }
}

/** @returns the last user of the slice after `last`; undefined where there is none */
async function markSlice(runner: QueryRunner, last: UserKey): Promise<UserKey | undefined> {
  const rows = (await runner.query(
    `WITH slice AS (
       SELECT account_id, id, user_type, managed_by, released,
              NOT EXISTS (SELECT FROM users e WHERE e.account_id = u.account_id AND e.id < u.id) AS is_first,
              -- A released user is the workspace's since the release, whoever made the user: only an externalId tells of the directory.
              external_id IS NULL OR (managed_by = 'workspace' AND NOT released) AS is_of_product
         FROM users u WHERE (account_id, id) > ($1, $2) ORDER BY account_id, id LIMIT ${sliceSize} FOR NO KEY UPDATE
     ), marked AS (
       UPDATE users u SET made_in_product = is_first OR is_of_product,
              own_sign_in = is_first OR (is_of_product AND s.user_type = 'admin'),
              may_hand_over = is_first OR (is_of_product AND s.user_type = 'admin' AND s.managed_by = 'workspace' AND NOT s.released),
              has_password = has_password AND NOT s.released
         FROM slice s
        WHERE u.account_id = s.account_id AND u.id = s.id AND (is_first OR is_of_product OR (s.released AND has_password))
     ), hashes AS (
       DELETE FROM password_hashes p USING slice s WHERE p.account_id = s.account_id AND p.user_id = s.id AND s.released
     ), links AS (
       DELETE FROM password_links l USING slice s WHERE l.account_id = s.account_id AND l.user_id = s.id AND s.released
     ), ended AS (
       DELETE FROM sessions e USING slice s WHERE e.account_id = s.account_id AND e.user_id = s.id AND s.released)
     SELECT account_id, id FROM slice ORDER BY account_id DESC, id DESC LIMIT 1`,
    [last.account_id, last.id],
  )) as UserKey[];
  return rows[0];
}

/** An index that was cut off stays, and is invalid: so each is dropped first where it is there already. */
async function rebuildIndexes(runner: QueryRunner): Promise<void> {
  await runner.query('DROP INDEX CONCURRENTLY IF EXISTS users_by_name_next');
  await runner.query(
    'CREATE UNIQUE INDEX CONCURRENTLY users_by_name_next ON users (account_id, user_name_key) WHERE NOT released',
  );
  await runner.query('DROP INDEX CONCURRENTLY IF EXISTS users_by_name');
  await runner.query('ALTER INDEX users_by_name_next RENAME TO users_by_name');
  await runner.query('DROP INDEX CONCURRENTLY IF EXISTS users_released_by_name');
  await runner.query(
    'CREATE INDEX CONCURRENTLY users_released_by_name ON users (account_id, user_name_key) WHERE released',
  );
}
