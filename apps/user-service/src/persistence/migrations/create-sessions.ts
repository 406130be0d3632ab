import { migration } from '@rollcall/persistence';

/** Creates sessions. Only digests of their tokens are stored, so a reader of the table cannot use a session. */
export const CreateSessions1764300000001 = migration('CreateSessions1764300000001', {
  up: `
    CREATE TABLE sessions (
      token_digest bytea PRIMARY KEY,
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      started_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX sessions_by_user ON sessions (account_id, user_id);
    CREATE INDEX sessions_by_expiry ON sessions (expires_at);
    -- One-time links to set a password: one per person, the digest of its secret.
    CREATE TABLE password_links (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      digest text NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE INDEX users_by_role ON users (account_id, user_type) WHERE length(user_type) = 36`,
  down: 'DROP TABLE password_links, sessions',
});
