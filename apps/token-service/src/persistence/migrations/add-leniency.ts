import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a token's requests may have beyond the standard. The version before goes on with this table, and makes lenient tokens. */
export class AddLeniency1764500000047 implements MigrationInterface {
  readonly name = 'AddLeniency1764500000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tokens ADD COLUMN leniency text NOT NULL DEFAULT 'named'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tokens DROP COLUMN leniency');
  }
}
