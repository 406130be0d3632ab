import { migration } from '@rollcall/persistence';

/**
 * How long accounts want their logs kept, where that is shorter than the installation keeps them; null: they do not say. `first_kept_day`
 * is the first day that may be shown of a log; of who is held, every day may. The version before shows what the installation keeps.
 */
export const AddTerms1766200000072 = migration('AddTerms1766200000072', {
  up: `
    CREATE TABLE account_terms (
      account_id uuid PRIMARY KEY,
      changes_days integer,
      reads_days integer,
      asked_at timestamptz
    );
    CREATE FUNCTION first_kept_day(account uuid, log text) RETURNS date
    LANGUAGE sql STABLE AS $$
      SELECT coalesce((
        SELECT (now() AT TIME ZONE 'UTC')::date - CASE log WHEN 'changes' THEN t.changes_days ELSE t.reads_days END
          FROM account_terms t
         WHERE t.account_id = account AND NOT EXISTS (SELECT FROM holds h WHERE h.account_id = account)), 'epoch'::date)
    $$`,
  down: 'DROP FUNCTION first_kept_day(uuid, text); DROP TABLE account_terms',
});
