import { migration } from '@rollcall/persistence';

/**
 * Groups that wait for an admin are searched as SCIM shows them: whether an account has any, and by name. Those of before have no key of
 * their name until the directory says something of them.
 */
export const FindKeptGroups1765100000077 = migration('FindKeptGroups1765100000077', {
  up: `
    ALTER TABLE takeovers ADD COLUMN name_key text;
    CREATE INDEX takeovers_kept ON takeovers (account_id, team_id) WHERE state = 'waiting' AND kept`,
  down: `
    DROP INDEX takeovers_kept;
    ALTER TABLE takeovers DROP COLUMN name_key`,
});
