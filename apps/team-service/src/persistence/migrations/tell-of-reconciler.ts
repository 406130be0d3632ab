import { migration } from '@rollcall/persistence';

/**
 * Who set the mode, why and until when; what a held run would do; and indexes for lists of runs by team and outcome. The runs that
 * are held already say how many they would put out and back; of how many members, their next run says.
 */
export const TellOfReconciler1764900000067 = migration('TellOfReconciler1764900000067', {
  up: `
    ALTER TABLE accounts ADD COLUMN mode_since timestamptz, ADD COLUMN mode_by json, ADD COLUMN mode_reason text,
      ADD COLUMN mode_until timestamptz;
    CREATE INDEX accounts_by_end_of_mode ON accounts (mode_until) WHERE mode_until IS NOT NULL;
    ALTER TABLE held_runs ADD COLUMN would_evict int, ADD COLUMN would_restore int, ADD COLUMN members int,
      ADD COLUMN allowed int;
    UPDATE held_runs h SET would_evict = json_array_length(r.evicted), would_restore = json_array_length(r.restored)
      FROM reconciler_runs r WHERE r.account_id = h.account_id AND r.team_id = h.team_id AND r.outcome = 'held';
    CREATE INDEX reconciler_runs_by_team ON reconciler_runs (account_id, team_id, id);
    CREATE INDEX reconciler_runs_not_done ON reconciler_runs (account_id, outcome, id) WHERE outcome <> 'done'`,
  down: `
    DROP INDEX reconciler_runs_by_team, reconciler_runs_not_done, accounts_by_end_of_mode;
    ALTER TABLE accounts DROP COLUMN mode_since, DROP COLUMN mode_by, DROP COLUMN mode_reason, DROP COLUMN mode_until;
    ALTER TABLE held_runs DROP COLUMN would_evict, DROP COLUMN would_restore, DROP COLUMN members, DROP COLUMN allowed`,
});
