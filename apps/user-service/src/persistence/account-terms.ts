import { ClosingEvents, type ClosureCause } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';

export interface AccountTermsParts {
  readonly dataSource: DataSource;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Called after events were added to the outbox. */
  readonly wake: () => void;
}

const lookEveryMs = 2_000;
/** How many accounts of one look are ended before the next: each is a short transaction of its own. */
const atOnce = 100;

interface EndedRow {
  readonly version: number;
  readonly cause: ClosureCause;
}

/**
 * Ends the terms of accounts that are being closed: the account is gone and its slug free, in one transaction with the event by which
 * every service deletes what it has of the account. Its people go afterwards, in slices (`ClosedAccounts`). Any number of instances
 * may look; the account's row, which reopening locks too, lets one of them be first.
 */
export class AccountTerms {
  private job?: RegularJob;

  constructor(private readonly parts: AccountTermsParts) {}

  static start(parts: AccountTermsParts): AccountTerms {
    const terms = new AccountTerms(parts);
    const onFailure = triesAgain(parts.logger, 'terms of accounts could not be ended');
    terms.job = new RegularJob({ everyMs: lookEveryMs, run: () => terms.endDue(), onFailure });
    terms.job.wake();
    return terms;
  }

  /** Ends the terms that are over. @returns how many */
  async endDue(): Promise<number> {
    const due = await readRows<{ account_id: string }>(
      this.parts.dataSource,
      `SELECT account_id FROM account_closures WHERE state = 'closing' AND due_at <= now() ORDER BY due_at LIMIT ${atOnce}`,
    );
    let ended = 0;
    for (const { account_id: accountId } of due) {
      if (!(await inTransaction(this.parts.dataSource, (tx) => end(tx, accountId)))) continue;
      ended += 1;
      this.parts.wake();
      this.parts.logger.info('the term of an account is over: it is closed', { accountId });
    }
    return ended;
  }

  async close(): Promise<void> {
    await this.job?.close();
  }
}

/** @returns false where somebody reopened the account, or ended its term, before this had the lock */
async function end(tx: Transaction, accountId: string): Promise<boolean> {
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
