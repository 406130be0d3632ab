import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a token opens. The version before goes on with this table, and makes tokens for SCIM, which open no audit log. */
export class AddPurpose1765900000068 implements MigrationInterface {
  readonly name = 'AddPurpose1765900000068';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tokens ADD COLUMN purpose text NOT NULL DEFAULT 'scim'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens DROP COLUMN purpose');
  }
}
