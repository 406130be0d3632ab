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
 * the lists of others, and to everything that is no list.
 */
export class ListTurns {
  private readonly turns = new FairSemaphore({
    atOnce: 3,
    atOncePerAccount: 2,
    maxWaiting: 512,
    maxWaitingPerAccount: 128,
    refusal: () => new TooManyLists(),
  });

  /** @throws TooManyLists */
  run<T>(accountId: string, read: () => Promise<T>): Promise<T> {
    return this.turns.run(accountId, read, { leftMs: maxWaitMs });
  }
}
