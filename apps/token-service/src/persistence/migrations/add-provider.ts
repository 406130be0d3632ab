import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The identity provider that a token is for. Of tokens from before it is not known. */
export class AddProvider1766000000077 implements MigrationInterface {
  readonly name = 'AddProvider1766000000077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens ADD COLUMN provider text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens DROP COLUMN provider');
  }
}
