import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of the end of each token. Of those that have expired before, nothing is told any more. */
export class TellEnds1765200000004 implements MigrationInterface {
  readonly name = 'TellEnds1765200000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tokens ADD COLUMN told_days_left smallint;
      UPDATE tokens SET told_days_left = 0 WHERE expires_at <= now();
      CREATE INDEX tokens_by_end ON tokens (expires_at) WHERE revoked_at IS NULL AND told_days_left IS DISTINCT FROM 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX tokens_by_end; ALTER TABLE tokens DROP COLUMN told_days_left');
  }
}
