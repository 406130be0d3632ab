import { migration } from '@rollcall/persistence';

/** What admins change of a stream has versions. The version before counts none, and leaves the column as it is. */
export const NumberStreams1766200000075 = migration('NumberStreams1766200000075', {
  up: 'ALTER TABLE audit_streams ADD COLUMN version integer NOT NULL DEFAULT 1',
  down: 'ALTER TABLE audit_streams DROP COLUMN version',
});
