import { migration } from '@rollcall/persistence';

/**
 * Creates accounts, users, password hashes and custom roles. The account is the first column of every key. A user's
 * primary key also orders lists: ids are UUIDv7, made when the user is created.
 */
export const CreateUsers1764100000001 = migration('CreateUsers1764100000001', {
  up: `
    CREATE TABLE accounts (
      id uuid PRIMARY KEY,
      slug text NOT NULL UNIQUE,
      name text NOT NULL,
      version bigint NOT NULL,
      settings json NOT NULL
    );
    CREATE TABLE custom_roles (
      account_id uuid NOT NULL REFERENCES accounts (id),
      id uuid NOT NULL,
      name text NOT NULL,
      based_on text NOT NULL,
      PRIMARY KEY (account_id, id)
    );
    CREATE UNIQUE INDEX custom_roles_by_name ON custom_roles (account_id, lower(name));
    CREATE TABLE users (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      version bigint NOT NULL,
      user_name text NOT NULL,
      user_name_key text NOT NULL,
      external_id text,
      email_keys text[],
      user_type text NOT NULL,
      active boolean NOT NULL,
      managed_by text NOT NULL,
      released boolean NOT NULL,
      deactivated_by_directory boolean NOT NULL,
      has_password boolean NOT NULL,
      profile json NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      -- Also all that lists filter and count by, so that they read nothing but this index.
      PRIMARY KEY (account_id, id) INCLUDE (managed_by, released, active)
    ) WITH (fillfactor = 85); -- room for a changed row beside the old one: most changes touch no index
    CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name_key);
    CREATE INDEX users_by_external_id ON users (account_id, external_id) WHERE external_id IS NOT NULL;
    CREATE INDEX users_by_email ON users USING gin (email_keys) WHERE email_keys IS NOT NULL;
    CREATE INDEX users_active_admins ON users (account_id) WHERE user_type = 'admin' AND active AND NOT released;
    CREATE TABLE password_hashes (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (account_id, user_id)
    )`,
  down: 'DROP TABLE password_hashes, users, custom_roles, accounts',
});
