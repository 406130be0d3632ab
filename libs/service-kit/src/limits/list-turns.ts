import { HttpException, HttpStatus } from '@nestjs/common';
import { FairSemaphore } from './fair-semaphore.js';

/** Too many lists are being read. The query was not begun. */
export class TooManyLists extends HttpException {
  constructor() {
    super('too many lists are being read', HttpStatus.TOO_MANY_REQUESTS);
  }
}

/** Longer than this no caller waits, in milliseconds. */
const maxWaitMs = 10_000;

/**
 * Whose list a service reads next. Lists of one account leave connections to the database, and time of this process, to
 * the lists of others, and to everything that is no list. A list that looks through everything may take seconds: each account has one at
 * a time, and together they leave a connection to the lists that an index answers.
 */
export class ListTurns {
  private readonly turns = turnsOf(3, 2);
  private readonly scans = turnsOf(2, 1);

  /**
   * @param looksThrough whether the list has to look at more than it shows, for all that is known
   * @throws TooManyLists
   */
  run<T>(accountId: string, read: () => Promise<T>, looksThrough = false): Promise<T> {
    const inTurn = () => this.turns.run(accountId, read, { leftMs: maxWaitMs });
    return looksThrough ? this.scans.run(accountId, inTurn, { leftMs: maxWaitMs }) : inTurn();
  }
}

function turnsOf(atOnce: number, atOncePerAccount: number): FairSemaphore {
  const refusal = () => new TooManyLists();
  return new FairSemaphore({ atOnce, atOncePerAccount, maxWaiting: 512, maxWaitingPerAccount: 128, refusal });
}
