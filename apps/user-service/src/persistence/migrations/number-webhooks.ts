import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks have versions. The version before counts none, and leaves the column as it is. */
export class NumberWebhooks1765400000075 implements MigrationInterface {
  readonly name = 'NumberWebhooks1765400000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhooks ADD COLUMN version integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhooks DROP COLUMN version');
  }
}
