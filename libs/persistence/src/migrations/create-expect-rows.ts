import { migration } from './migration.js';

/**
 * Fails a statement whose write affected other rows than the decision was about. COMMIT is sent together with the
 * statement, so only the database can check this. It raises SQLSTATE 40001, as for a serialization failure, so the
 * batch is tried again.
 */
export const CreateExpectRows1764000000004 = migration('CreateExpectRows1764000000004', {
  up: `
    CREATE FUNCTION expect_rows(write text, expected bigint, affected bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF affected <> expected THEN
        RAISE serialization_failure USING MESSAGE = format('%s: %s of %s rows were still as loaded', write, affected, expected);
      END IF;
    END $$`,
  down: 'DROP FUNCTION expect_rows',
});
