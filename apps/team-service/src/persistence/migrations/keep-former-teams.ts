import { migration } from '@rollcall/persistence';

/** Keeps the names of deleted teams. Those that were deleted before have none. */
export const KeepFormerTeams1764800000057 = migration('KeepFormerTeams1764800000057', {
  up: `
    CREATE TABLE former_teams (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      display_name text NOT NULL,
      owned_by text NOT NULL,
      deleted_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, id)
    )`,
  down: 'DROP TABLE former_teams',
});
