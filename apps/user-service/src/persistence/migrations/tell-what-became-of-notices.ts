import { migration } from '@rollcall/persistence';

/** What became of notices that have ended. Of those that ended before it is not known. */
export const TellWhatBecameOfNotices1765400000001 = migration('TellWhatBecameOfNotices1765400000001', {
  up: 'ALTER TABLE notices ADD COLUMN outcome text',
  down: 'ALTER TABLE notices DROP COLUMN outcome',
});
