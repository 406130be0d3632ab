import { migration } from '@rollcall/persistence';

/**
 * Whom operators had struck, by hashes, until it is done: of a database that was restored it is to be done again. The version before
 * leaves the table as it is.
 */
export const AddDueStrikes1766200000073 = migration('AddDueStrikes1766200000073', {
  up: `
    CREATE TABLE due_strikes (
      account_id uuid NOT NULL,
      id_hash bytea NOT NULL,
      since timestamptz NOT NULL,
      PRIMARY KEY (account_id, id_hash)
    )`,
  down: 'DROP TABLE due_strikes',
});
