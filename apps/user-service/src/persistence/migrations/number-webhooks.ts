import { migration } from '@rollcall/persistence';

/** Webhooks have versions. The version before counts none, and leaves the column as it is. */
export const NumberWebhooks1765400000075 = migration('NumberWebhooks1765400000075', {
  up: 'ALTER TABLE webhooks ADD COLUMN version integer NOT NULL DEFAULT 1',
  down: 'ALTER TABLE webhooks DROP COLUMN version',
});
