import { migration } from '@rollcall/persistence';

/** Proposals that keep changes of members alone. Those from before keep whole lists. */
export const KeepChanges1765000000072 = migration('KeepChanges1765000000072', {
  up: 'ALTER TABLE takeovers ADD COLUMN partial boolean NOT NULL DEFAULT false',
  down: 'ALTER TABLE takeovers DROP COLUMN partial',
});
