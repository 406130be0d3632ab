import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether the directory could know a password, or an admin whom it made a link (rule 6). Of passwords that are here already
 * this is told for who was made in the product and could still become an admin who acts for others: where the directory
 * keeps the person, or has given an `externalId`, it may have set the password. Who was handed back and has none cannot
 * be told from others. The columns have constants as defaults: of all others no row is written, and the service goes on
 * meanwhile. Each step can be repeated.
 */
export class RememberKnownPasswords1765400000074 implements MigrationInterface {
  readonly name = 'RememberKnownPasswords1765400000074';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE users ADD COLUMN IF NOT EXISTS directory_knows_password boolean NOT NULL DEFAULT false',
    );
    await runner.query(
      'ALTER TABLE password_links ADD COLUMN IF NOT EXISTS directory_knows boolean NOT NULL DEFAULT false',
    );
    await runner.query(`
      WITH known AS (
        SELECT account_id, id FROM users
         WHERE made_in_product AND has_password AND NOT may_hand_over
           AND (managed_by = 'directory' OR external_id IS NOT NULL)
         ORDER BY id FOR NO KEY UPDATE -- in the order in which the service locks people
      )
      UPDATE users u SET directory_knows_password = true FROM known k WHERE u.account_id = k.account_id AND u.id = k.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users DROP COLUMN directory_knows_password;
      ALTER TABLE password_links DROP COLUMN directory_knows`);
  }
}
