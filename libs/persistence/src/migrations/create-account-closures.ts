import { migration } from './migration.js';

/** Accounts that are being closed or are closed. Few rows: an account that nobody ever closed has none. */
export const CreateAccountClosures1764800000001 = migration('CreateAccountClosures1764800000001', {
  up: `
    CREATE TABLE account_closures (
      account_id uuid PRIMARY KEY,
      state text NOT NULL,
      version bigint NOT NULL,
      since timestamptz NOT NULL,
      due_at timestamptz,
      cause json
    );
    CREATE INDEX account_closures_due ON account_closures (due_at) WHERE due_at IS NOT NULL`,
  down: 'DROP TABLE account_closures',
});
