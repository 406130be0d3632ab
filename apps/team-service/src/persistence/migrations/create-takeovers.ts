import { migration } from '@rollcall/persistence';

/** Creates takeovers, and the people of each: who was pushed, and who was in the team before (rule 26). */
export const CreateTakeovers1764700000051 = migration('CreateTakeovers1764700000051', {
  up: `
    CREATE TABLE takeovers (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      team_id uuid NOT NULL,
      state text NOT NULL,
      kept boolean NOT NULL,
      display_name text NOT NULL,
      external_id text,
      pushed_by json NOT NULL,
      proposed_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      decided_by json,
      decided_at timestamptz,
      ends_at timestamptz, -- NULL: without end
      gained int,
      lost int,
      PRIMARY KEY (account_id, id)
    );
    CREATE INDEX takeovers_by_team ON takeovers (account_id, team_id);
    CREATE INDEX takeovers_by_end ON takeovers (ends_at);
    CREATE TABLE takeover_people (
      account_id uuid NOT NULL,
      takeover_id uuid NOT NULL,
      list text NOT NULL,
      user_id uuid NOT NULL,
      source text,
      added_at timestamptz,
      added_by json,
      PRIMARY KEY (account_id, takeover_id, list, user_id)
    );
    CREATE INDEX takeover_people_by_user ON takeover_people (account_id, user_id)`,
  down: 'DROP TABLE takeover_people, takeovers',
});
