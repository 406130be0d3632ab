import { migration } from '@rollcall/persistence';

/** What was told of the end of each token. Of those that have expired before, nothing is told any more. */
export const TellEnds1765200000004 = migration('TellEnds1765200000004', {
  up: `
    ALTER TABLE tokens ADD COLUMN told_days_left smallint;
    UPDATE tokens SET told_days_left = 0 WHERE expires_at <= now();
    CREATE INDEX tokens_by_end ON tokens (expires_at) WHERE revoked_at IS NULL AND told_days_left IS DISTINCT FROM 0`,
  down: 'DROP INDEX tokens_by_end; ALTER TABLE tokens DROP COLUMN told_days_left',
});
