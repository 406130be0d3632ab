import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps the names of deleted teams. Those that were deleted before have none. */
export class KeepFormerTeams1764800000057 implements MigrationInterface {
  readonly name = 'KeepFormerTeams1764800000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE former_teams (
        account_id uuid NOT NULL,
        id uuid NOT NULL,
        display_name text NOT NULL,
        owned_by text NOT NULL,
        deleted_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE former_teams');
  }
}
