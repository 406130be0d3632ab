import { migration } from '@rollcall/persistence';

/** Where entries are sent, and how far that has come. The version before sends nothing, and leaves the table as it is. */
export const AddStreams1766200000070 = migration('AddStreams1766200000070', {
  up: `
    CREATE TABLE audit_streams (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL,
      url text NOT NULL,
      ca text,
      log text NOT NULL,
      format text NOT NULL,
      is_paused boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL,
      secret text,
      old_secret text,
      old_secret_ends_at timestamptz,
      seq bigint NOT NULL,
      batch_to bigint,
      missed bigint NOT NULL,
      failures integer NOT NULL DEFAULT 0,
      failing_since timestamptz,
      is_told boolean NOT NULL DEFAULT false,
      problem text,
      status integer,
      last_at timestamptz,
      delivered_at timestamptz,
      rests_until timestamptz NOT NULL DEFAULT now(),
      taken_until timestamptz,
      taken_by uuid,
      PRIMARY KEY (account_id, id)
    ) WITH (fillfactor = 50)`,
  down: 'DROP TABLE audit_streams',
});
