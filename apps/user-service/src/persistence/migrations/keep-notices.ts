import { migration } from '@rollcall/persistence';

/** Notices: what waits for admins. */
export const KeepNotices1765200000002 = migration('KeepNotices1765200000002', {
  up: `
    CREATE TABLE notices (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL,
      subject_id uuid NOT NULL,
      since timestamptz NOT NULL,
      ended_at timestamptz,
      acknowledged json,
      PRIMARY KEY (account_id, id)
    );
    CREATE UNIQUE INDEX notices_waiting ON notices (account_id, kind, subject_id) WHERE ended_at IS NULL;
    CREATE INDEX notices_ended ON notices (ended_at) WHERE ended_at IS NOT NULL`,
  down: 'DROP TABLE notices',
});
