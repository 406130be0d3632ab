import { migration } from '@rollcall/persistence';

/** What stays of erased users, whose traces are being removed, and an index by which those released long ago are found. */
export const EraseUsers1764700000001 = migration('EraseUsers1764700000001', {
  up: `
    CREATE TABLE erased_users (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      version bigint NOT NULL,
      erased_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (account_id, id)
    );
    CREATE TABLE open_erasures (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      person json NOT NULL,
      cause json NOT NULL,
      erased_at timestamptz NOT NULL DEFAULT now(),
      taken_until timestamptz,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE INDEX open_erasures_by_time ON open_erasures (erased_at);
    CREATE INDEX users_released_by_time ON users (account_id, updated_at) WHERE released`,
  down: 'DROP INDEX users_released_by_time; DROP TABLE open_erasures, erased_users',
});
