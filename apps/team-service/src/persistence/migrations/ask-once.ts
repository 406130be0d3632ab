import { migration } from '@rollcall/persistence';

/**
 * Stores users once, when user-service has answered: an open query is one row, not one row per user. Staged lists
 * become ids, which the database can compare; values that are no ids stand beside them, since the refusal names them.
 * Members with source `directory` are found by the roster: a second index of all memberships would cost writes and save
 * no reads.
 */
export const AskOnce1764400000003 = migration('AskOnce1764400000003', {
  up: `
    CREATE TABLE questions (
      account_id uuid NOT NULL,
      id uuid NOT NULL,
      asked_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, id)
    );
    DELETE FROM people WHERE version = 0;
    DROP INDEX people_unheard;
    ALTER TABLE people DROP COLUMN asked_at;
    TRUNCATE staged_members;
    ALTER TABLE staged_members DROP COLUMN user_ids, ADD COLUMN user_ids uuid[] NOT NULL, ADD COLUMN others text[] NOT NULL;
    DROP INDEX memberships_by_user;
    CREATE INDEX memberships_by_hand ON memberships (account_id, user_id) WHERE source = 'manual'`,
  down: `
    DROP INDEX memberships_by_hand;
    CREATE INDEX memberships_by_user ON memberships (account_id, user_id);
    TRUNCATE staged_members;
    ALTER TABLE staged_members DROP COLUMN user_ids, DROP COLUMN others, ADD COLUMN user_ids json NOT NULL;
    ALTER TABLE people ADD COLUMN asked_at timestamptz NOT NULL DEFAULT now();
    CREATE INDEX people_unheard ON people (asked_at) WHERE version = 0;
    DROP TABLE questions`,
});
