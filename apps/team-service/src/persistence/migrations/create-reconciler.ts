import { migration } from '@rollcall/persistence';

/** Creates the reconciler's tables: its queue, held runs, users evicted repeatedly, and the results of runs. */
export const CreateReconciler1764200000002 = migration('CreateReconciler1764200000002', {
  up: `
    CREATE TABLE dirty_teams (
      account_id uuid NOT NULL,
      team_id uuid NOT NULL,
      seq bigint NOT NULL,
      dirty_at timestamptz NOT NULL,
      not_before timestamptz NOT NULL,
      attempts int NOT NULL DEFAULT 0,
      leased_until timestamptz,
      cause json NOT NULL, -- which message marked it last: the reason of what the run does
      PRIMARY KEY (account_id, team_id)
    );
    CREATE INDEX dirty_teams_by_time ON dirty_teams (not_before);
    CREATE TABLE held_runs (
      account_id uuid NOT NULL,
      team_id uuid NOT NULL,
      since timestamptz NOT NULL,
      reason text NOT NULL,
      released boolean NOT NULL,
      PRIMARY KEY (account_id, team_id)
    );
    CREATE TABLE contests (
      account_id uuid NOT NULL,
      team_id uuid NOT NULL,
      user_id uuid NOT NULL,
      evictions int NOT NULL,
      last_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, team_id, user_id)
    );
    CREATE INDEX contests_by_age ON contests (last_at);
    CREATE TABLE reconciler_runs (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      team_id uuid NOT NULL,
      outcome text NOT NULL,
      started_at timestamptz NOT NULL,
      evicted json NOT NULL,
      restored json NOT NULL,
      reason text,
      PRIMARY KEY (account_id, id)
    );
    CREATE INDEX reconciler_runs_by_age ON reconciler_runs (started_at)`,
  down: 'DROP TABLE reconciler_runs, contests, held_runs, dirty_teams',
});
