import type { DataSource } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { accountsToClose, closeAccount } from '../persistence/ended-terms.js';

export interface AccountTermsParts {
  readonly dataSource: DataSource;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Called after events were added to the outbox. */
  readonly wake: () => void;
}

const lookEveryMs = 2_000;

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
    const { dataSource, wake, logger } = this.parts;
    let ended = 0;
    for (const accountId of await accountsToClose(dataSource)) {
      if (!(await closeAccount(dataSource, accountId))) continue;
      ended += 1;
      wake();
      logger.info('the term of an account is over: it is closed', { accountId });
    }
    return ended;
  }

  async close(): Promise<void> {
    await this.job?.close();
  }
}
