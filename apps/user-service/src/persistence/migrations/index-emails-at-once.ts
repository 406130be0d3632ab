import { migration } from '@rollcall/persistence';

/**
 * Turns off the pending list of a GIN index (`fastupdate`). The list holds new entries until a vacuum, and each search
 * scans it: 8 ms instead of 2 at a million users. Entries are few here (see `emailKeys`), so inserting them into the
 * index at once is cheap.
 */
export const IndexEmailsAtOnce1764100000002 = migration('IndexEmailsAtOnce1764100000002', {
  up: ['ALTER INDEX users_by_email SET (fastupdate = off)', `SELECT gin_clean_pending_list('users_by_email')`],
  down: 'ALTER INDEX users_by_email RESET (fastupdate)',
});
