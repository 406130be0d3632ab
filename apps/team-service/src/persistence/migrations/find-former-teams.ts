import { migration } from '@rollcall/persistence';

/**
 * Deleted teams are found by their names, and have the version of their last event. Of those that were deleted before, that is not known; an instance of the version
 * before goes on writing such rows.
 */
export const FindFormerTeams1765400000076 = migration('FindFormerTeams1765400000076', {
  up: [
    'ALTER TABLE former_teams ADD COLUMN version bigint, ADD COLUMN name_key text',
    'UPDATE former_teams SET name_key = lower(normalize(display_name, NFC))',
    'CREATE INDEX former_teams_by_name ON former_teams (account_id, name_key, deleted_at)',
  ],
  down: ['DROP INDEX former_teams_by_name', 'ALTER TABLE former_teams DROP COLUMN version, DROP COLUMN name_key'],
});
