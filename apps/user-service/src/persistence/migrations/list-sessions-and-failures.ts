import { migration } from '@rollcall/persistence';

/**
 * Sessions that people can list and end, which end when nobody uses them; failures to sign in, counted for all
 * instances; and the key of the tokens by which a browser shows that its person has signed in before.
 */
export const ListSessionsAndFailures1764500036001 = migration('ListSessionsAndFailures1764500036001', {
  up: `
    -- Defaults, because an instance of the release before starts sessions too while this one is rolled out.
    ALTER TABLE sessions
      ADD COLUMN id uuid NOT NULL DEFAULT uuid_in(uuid_out(gen_random_uuid())),
      ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN network text,
      ADD COLUMN device text,
      ADD COLUMN end_cause json;
    UPDATE sessions SET confirmed_at = started_at;
    CREATE TABLE sign_in_failures (
      subject bytea NOT NULL,
      source text NOT NULL,
      failures double precision NOT NULL,
      last_at timestamptz NOT NULL,
      PRIMARY KEY (subject, source)
    );
    CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);
    CREATE TABLE device_keys (
      id smallint PRIMARY KEY,
      key text NOT NULL
    );
    -- Twice 122 random bits.
    INSERT INTO device_keys (id, key) VALUES (1, gen_random_uuid()::text || gen_random_uuid()::text)`,
  down: `
    DROP TABLE device_keys, sign_in_failures;
    ALTER TABLE sessions DROP COLUMN id, DROP COLUMN last_used_at, DROP COLUMN confirmed_at, DROP COLUMN network,
      DROP COLUMN device, DROP COLUMN end_cause`,
});
