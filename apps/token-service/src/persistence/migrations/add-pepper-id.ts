import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which pepper a token's hash was made with. It is empty for tokens of the version before, which knew one pepper and
 * goes on with this table.
 */
export class AddPepperId1764500000001 implements MigrationInterface {
  readonly name = 'AddPepperId1764500000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tokens ADD COLUMN pepper_id text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens DROP COLUMN pepper_id');
  }
}
