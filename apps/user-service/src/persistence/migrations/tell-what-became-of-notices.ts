import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of notices that have ended. Of those that ended before it is not known. */
export class TellWhatBecameOfNotices1765400000001 implements MigrationInterface {
  readonly name = 'TellWhatBecameOfNotices1765400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE notices ADD COLUMN outcome text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE notices DROP COLUMN outcome');
  }
}
