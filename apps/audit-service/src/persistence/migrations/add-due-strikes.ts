import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom operators had struck, by hashes, until it is done: of a database that was restored it is to be done again. The version before
 * leaves the table as it is.
 */
export class AddDueStrikes1766200000073 implements MigrationInterface {
  readonly name = 'AddDueStrikes1766200000073';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE due_strikes (
        account_id uuid NOT NULL,
        id_hash bytea NOT NULL,
        since timestamptz NOT NULL,
        PRIMARY KEY (account_id, id_hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE due_strikes');
  }
}
