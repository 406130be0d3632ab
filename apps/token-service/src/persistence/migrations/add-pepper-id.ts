import { migration } from '@rollcall/persistence';

/**
 * Which pepper a token's hash was made with. It is empty for tokens of the version before, which knew one pepper and
 * goes on with this table.
 */
export const AddPepperId1764500000001 = migration('AddPepperId1764500000001', {
  up: `ALTER TABLE tokens ADD COLUMN pepper_id text NOT NULL DEFAULT ''`,
  down: 'ALTER TABLE tokens DROP COLUMN pepper_id',
});
