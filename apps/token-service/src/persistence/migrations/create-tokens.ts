import { migration } from '@rollcall/persistence';

/**
 * Tokens, the users who may have them, and their use. The account is the first column of every key but that of the
 * hash: a secret alone identifies its account. Uses have a table of their own, so that writing them never waits for a
 * decision.
 */
export const CreateTokens1764100000002 = migration('CreateTokens1764100000002', {
  up: `
    CREATE TABLE admins (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      version bigint NOT NULL,
      is_active_admin boolean NOT NULL,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE TABLE tokens (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      version bigint NOT NULL,
      token_hash bytea NOT NULL,
      name text NOT NULL,
      hint text NOT NULL,
      creator_id uuid NOT NULL,
      creator_version bigint NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz,
      revoked_reason text,
      PRIMARY KEY (account_id, id),
      CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
    );
    CREATE UNIQUE INDEX tokens_by_hash ON tokens (token_hash);
    CREATE INDEX tokens_unrevoked_by_creator ON tokens (account_id, creator_id) WHERE revoked_at IS NULL;
    CREATE TABLE token_uses (
      account_id uuid NOT NULL,
      token_id uuid NOT NULL,
      uses bigint NOT NULL,
      last_used_at timestamptz,
      last_refused_at timestamptz,
      PRIMARY KEY (account_id, token_id)
    ) WITH (fillfactor = 50)`,
  down: 'DROP TABLE token_uses, tokens, admins',
});
