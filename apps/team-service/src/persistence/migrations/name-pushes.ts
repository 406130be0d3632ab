import { migration } from '@rollcall/persistence';

/** Keeps the request behind each takeover, by which the audit log has it. Those of before have none. */
export const NamePushes1765000000071 = migration('NamePushes1765000000071', {
  up: 'ALTER TABLE takeovers ADD COLUMN request_id uuid',
  down: 'ALTER TABLE takeovers DROP COLUMN request_id',
});
