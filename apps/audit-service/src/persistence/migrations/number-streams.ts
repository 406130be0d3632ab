import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What admins change of a stream has versions. The version before counts none, and leaves the column as it is. */
export class NumberStreams1766200000075 implements MigrationInterface {
  readonly name = 'NumberStreams1766200000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_streams ADD COLUMN version integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_streams DROP COLUMN version');
  }
}
