import { migration } from '@rollcall/persistence';

/** Approved leavers are leased to one instance at a time (ADR 0056). Few rows: no write waits for them. */
export const LeaseLeavers1765300000056 = migration('LeaseLeavers1765300000056', {
  up: 'ALTER TABLE leavers ADD COLUMN leased_until timestamptz',
  down: 'ALTER TABLE leavers DROP COLUMN leased_until',
});
