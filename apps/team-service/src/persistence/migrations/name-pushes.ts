import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps the request behind each takeover, by which the audit log has it. Those of before have none. */
export class NamePushes1765000000071 implements MigrationInterface {
  readonly name = 'NamePushes1765000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers ADD COLUMN request_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers DROP COLUMN request_id');
  }
}
