import { migration } from '@rollcall/persistence';

/** Takeovers know how the team was called before, so that an undo gives it back. Those from before do not. */
export const KeepFormerNames1765400000001 = migration('KeepFormerNames1765400000001', {
  up: 'ALTER TABLE takeovers ADD COLUMN former_name text, ADD COLUMN former_external_id text',
  down: 'ALTER TABLE takeovers DROP COLUMN former_name, DROP COLUMN former_external_id',
});
