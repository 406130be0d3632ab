import { migration } from '@rollcall/persistence';

/** The identity provider that a token is for. Of tokens from before it is not known. */
export const AddProvider1766000000077 = migration('AddProvider1766000000077', {
  up: 'ALTER TABLE tokens ADD COLUMN provider text',
  down: 'ALTER TABLE tokens DROP COLUMN provider',
});
