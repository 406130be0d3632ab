import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deleted teams are found by their names, and have the version of their last event. Of those that were deleted before, that is not known; an instance of the version
 * before goes on writing such rows.
 */
export class FindFormerTeams1765400000076 implements MigrationInterface {
  readonly name = 'FindFormerTeams1765400000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE former_teams ADD COLUMN version bigint, ADD COLUMN name_key text');
    await runner.query('UPDATE former_teams SET name_key = lower(normalize(display_name, NFC))');
    await runner.query('CREATE INDEX former_teams_by_name ON former_teams (account_id, name_key, deleted_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX former_teams_by_name');
    await runner.query('ALTER TABLE former_teams DROP COLUMN version, DROP COLUMN name_key');
  }
}
