import { migration } from '@rollcall/persistence';

/** The brake on leavers (rule 27): who left of late, and whom it keeps. The new column has a constant as default: no row is written for it. */
export const HoldLeavers1765200000001 = migration('HoldLeavers1765200000001', {
  up: `
    ALTER TABLE users ADD COLUMN is_held boolean NOT NULL DEFAULT false;
    CREATE TABLE leavers (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      state text NOT NULL,
      leaving text NOT NULL,
      token_id text NOT NULL,
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL,
      times integer NOT NULL,
      decision json,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE INDEX leavers_held ON leavers (account_id, user_id) WHERE state = 'held';
    CREATE INDEX leavers_approved ON leavers (account_id, user_id) WHERE state = 'approved';
    CREATE TABLE recent_leavers (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      left_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE INDEX recent_leavers_by_account ON recent_leavers (account_id, left_at);
    CREATE INDEX recent_leavers_by_time ON recent_leavers (left_at);
    CREATE TABLE leaver_passes (
      account_id uuid PRIMARY KEY,
      passes_until timestamptz NOT NULL
    )`,
  down: 'DROP TABLE leaver_passes, recent_leavers, leavers; ALTER TABLE users DROP COLUMN is_held',
});
