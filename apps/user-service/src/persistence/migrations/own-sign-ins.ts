import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose the name and the password to sign in with are (rule 6), and whose a released user's name is: nobody's (rule 5).
 *
 * Of people who are here already the tables say this much: the first of each account was made with it, as its admin; whom
 * the workspace keeps, or who has no `externalId`, counts as made in the product. Who was an admin and is none now, and
 * whom the directory adopted long ago, cannot be told from others.
 */
export class OwnSignIns1764500000001 implements MigrationInterface {
  readonly name = 'OwnSignIns1764500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- New columns at the end and with constants as defaults: no row is written for them.
      ALTER TABLE users
        ADD COLUMN made_in_product boolean NOT NULL DEFAULT false,
        ADD COLUMN own_sign_in boolean NOT NULL DEFAULT false,
        ADD COLUMN may_hand_over boolean NOT NULL DEFAULT false;
      -- A released user is the workspace's since the release, whoever made the user: only an externalId tells of the directory.
      UPDATE users SET made_in_product = true, own_sign_in = (user_type = 'admin'),
             may_hand_over = (user_type = 'admin' AND managed_by = 'workspace' AND NOT released)
       WHERE external_id IS NULL OR (managed_by = 'workspace' AND NOT released);
      UPDATE users u SET made_in_product = true, own_sign_in = true, may_hand_over = true
        FROM (SELECT DISTINCT ON (account_id) account_id, id FROM users ORDER BY account_id, id) first
       WHERE u.account_id = first.account_id AND u.id = first.id;
      UPDATE users SET has_password = false WHERE released AND has_password;
      DELETE FROM password_hashes p USING users u WHERE u.account_id = p.account_id AND u.id = p.user_id AND u.released;
      DELETE FROM password_links l USING users u WHERE u.account_id = l.account_id AND u.id = l.user_id AND u.released;
      DELETE FROM sessions s USING users u WHERE u.account_id = s.account_id AND u.id = s.user_id AND u.released;
      DROP INDEX users_by_name;
      CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name_key) WHERE NOT released;
      CREATE INDEX users_released_by_name ON users (account_id, user_name_key) WHERE released`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX users_released_by_name, users_by_name;
      CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name_key);
      ALTER TABLE users DROP COLUMN made_in_product, DROP COLUMN own_sign_in, DROP COLUMN may_hand_over`);
  }
}
