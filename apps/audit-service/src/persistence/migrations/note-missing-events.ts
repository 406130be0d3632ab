import { migration } from '@rollcall/persistence';

/**
 * Until when events of an account are missing. Of what is in the logs already it is told where no records were ever gone, which may be the
 * same. The version before says nothing of it, and leaves the column as it is.
 */
export const NoteMissingEvents1766200000076 = migration('NoteMissingEvents1766200000076', {
  up: `
    ALTER TABLE audit_logs ADD missing_until timestamptz;
    UPDATE audit_logs l SET missing_until = gap.until
      FROM (SELECT account_id, max(at) AS until FROM entries
             WHERE outcome <> 'done' AND type = 'audit.versions-missing' GROUP BY account_id) gap
     WHERE l.account_id = gap.account_id AND l.log = 'changes'
       AND NOT EXISTS (SELECT FROM consumed WHERE complete_since IS NOT NULL)`,
  down: 'ALTER TABLE audit_logs DROP missing_until',
});
