import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that are being closed or are closed. Few rows: an account that nobody ever closed has none. */
export class CreateAccountClosures1764800000001 implements MigrationInterface {
  readonly name = 'CreateAccountClosures1764800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account_closures (
        account_id uuid PRIMARY KEY,
        state text NOT NULL,
        version bigint NOT NULL,
        since timestamptz NOT NULL,
        due_at timestamptz,
        cause json
      );
      CREATE INDEX account_closures_due ON account_closures (due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE account_closures');
  }
}
