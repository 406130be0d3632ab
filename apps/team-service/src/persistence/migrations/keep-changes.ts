import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proposals that keep changes of members alone. Those from before keep whole lists. */
export class KeepChanges1765000000072 implements MigrationInterface {
  readonly name = 'KeepChanges1765000000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers ADD COLUMN partial boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE takeovers DROP COLUMN partial');
  }
}
