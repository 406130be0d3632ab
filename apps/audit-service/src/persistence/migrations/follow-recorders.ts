import { migration } from '@rollcall/persistence';

/**
 * Which numbers of each gateway's run were heard of: records are numbered over all partitions, which have no common order. And up to when
 * each account was compared with its owners.
 */
export const FollowRecorders1766200000071 = migration('FollowRecorders1766200000071', {
  up: `
    CREATE TABLE recorder_runs (
      boot_id uuid PRIMARY KEY,
      topic text NOT NULL,
      heard int8multirange NOT NULL,
      heard_at timestamptz NOT NULL,
      is_cut boolean NOT NULL,
      missing_until timestamptz
    ) WITH (fillfactor = 50);
    CREATE TABLE compared_accounts (account_id uuid PRIMARY KEY, compared_to timestamptz NOT NULL)`,
  down: 'DROP TABLE recorder_runs, compared_accounts',
});
