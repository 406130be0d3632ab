import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Takeovers know how the team was called before, so that an undo gives it back. Those from before do not. */
export class KeepFormerNames1765400000001 implements MigrationInterface {
  readonly name = 'KeepFormerNames1765400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers ADD COLUMN former_name text, ADD COLUMN former_external_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers DROP COLUMN former_name, DROP COLUMN former_external_id');
  }
}
