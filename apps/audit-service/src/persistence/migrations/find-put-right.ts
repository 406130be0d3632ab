import { migration } from '@rollcall/persistence';

/** Finds what the reconciler put right by time: few entries among many. */
export const FindPutRight1766200000003 = migration('FindPutRight1766200000003', {
  up: `CREATE INDEX entries_put_right ON entries (account_id, at) WHERE type = 'team.reconciled'`,
  down: 'DROP INDEX entries_put_right',
});
