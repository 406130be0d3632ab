import { migration } from '@rollcall/persistence';

/** What a token's requests may have beyond the standard. The version before goes on with this table, and makes lenient tokens. */
export const AddLeniency1764500000047 = migration('AddLeniency1764500000047', {
  up: `ALTER TABLE tokens ADD COLUMN leniency text NOT NULL DEFAULT 'named'`,
  down: 'ALTER TABLE tokens DROP COLUMN leniency',
});
