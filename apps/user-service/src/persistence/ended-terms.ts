import { ClosingEvents, type ClosureCause } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, readRows, type DataSource, type Transaction } from '@rollcall/persistence';

/** How many accounts of one look are closed before the next: each is a short transaction of its own. */
const atOnce = 100;

interface EndedRow {
  readonly version: number;
  readonly cause: ClosureCause;
}

/** The accounts whose terms are over. */
export async function accountsToClose(dataSource: DataSource): Promise<string[]> {
  const due = await readRows<{ account_id: string }>(
    dataSource,
    `SELECT account_id FROM account_closures WHERE state = 'closing' AND due_at <= now() ORDER BY due_at LIMIT ${atOnce}`,
  );
  return due.map(({ account_id }) => account_id);
}

/** Closes an account whose term is over. @returns false where somebody reopened it, or another instance was first */
export const closeAccount = (dataSource: DataSource, accountId: string): Promise<boolean> =>
  inTransaction(dataSource, (tx) => close(tx, accountId));

/** @returns false where somebody reopened the account, or ended its term, before this had the lock */
async function close(tx: Transaction, accountId: string): Promise<boolean> {
  await tx.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [accountId]);
  // A statement of its own: it sees what was committed before the lock was granted.
  const [ended] = await tx.query<EndedRow>(
    `UPDATE account_closures SET state = 'closed', version = version + 1, since = now(), due_at = now()
      WHERE account_id = $1 AND state = 'closing' AND due_at <= now() RETURNING version::int, cause`,
    [accountId],
  );
  if (!ended) return false;
  await tx.query('DELETE FROM custom_roles WHERE account_id = $1', [accountId]);
  await tx.query('DELETE FROM accounts WHERE id = $1', [accountId]);
  const { version, cause } = ended;
  const payload = { accountId, actor: cause.actor };
  const event = { type: ClosingEvents.closed.type, accountId, aggregateId: accountId, version, payload };
  await appendToOutbox(tx, [{ aggregateId: accountId, record: encodeEvent('user-service', event, cause) }]);
  return true;
}
