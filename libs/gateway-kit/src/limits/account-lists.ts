import { FairSemaphore, integer } from '@rollcall/service-kit';
import { CommandNotTaken } from '../commands/command-sender.js';
import { Failure } from '../failures/failure.js';
import type { RequestContext } from '../http/request-context.js';
import type { AccountLimits } from './account-limits.js';

export const accountListSetting = integer('ACCOUNT_LISTS', 1, { min: 1, max: 1_000 });

/** When to come again who found too many waiting. */
const fullRetryS = 5;

/** The longest rest, in milliseconds. */
const maxPauseMs = 250;
/** A rest is so many times as long as what it follows: a third of the time at most is one account's. */
const pauseFactor = 2;

/**
 * Lists, whole groups and large bodies are much work: of each account few are answered at a time, and its others wait their
 * turn. A request keeps its turn until it is over. While others are there, the account then rests for twice as long as it took, so that two thirds
 * of the time are theirs. It does not keep it beyond its budget: a client that stopped to read keeps no other waiting for long.
 */
export class AccountLists {
  private readonly turns: FairSemaphore;

  /**
   * @param limits says whether others are there
   * @param maxWaiting of each account; further ones are refused. Else it is limited by how many requests are under way
   */
  constructor(
    atOncePerAccount: number,
    private readonly limits: Pick<AccountLimits, 'areSeveral'>,
    maxWaiting = Number.POSITIVE_INFINITY,
  ) {
    const unlimited = Number.POSITIVE_INFINITY;
    this.turns = new FairSemaphore({
      atOnce: unlimited,
      atOncePerAccount,
      maxWaiting: unlimited,
      maxWaitingPerAccount: maxWaiting,
      refusal: (why) =>
        why === 'late' ? new CommandNotTaken('late') : new Failure('account-limit', { retryAfterS: fullRetryS }),
    });
  }

  /**
   * Waits for the turn of a request.
   * @returns ends the turn before the request is over; may be called repeatedly
   * @throws CommandNotTaken `late` where its time is over first, Failure `account-limit` where too many wait, and the
   *   failure of a client that has gone
   */
  async turn(account: string, { hold }: Pick<RequestContext, 'hold'>): Promise<() => void> {
    if (!hold) throw new Error('a list is asked for by a request that was not admitted');
    await this.turns.enter(account, hold);
    const began = performance.now();
    let hasTurn = true;
    const leave = () => {
      clearTimeout(timer);
      if (hasTurn) this.turns.leave(account);
      hasTurn = false;
    };
    const timer = setTimeout(leave, hold.leftMs).unref();
    const end = () => {
      if (hasTurn && this.limits.areSeveral)
        setTimeout(leave, Math.min(maxPauseMs, pauseFactor * (performance.now() - began)));
      else leave();
    };
    hold.untilOver(end);
    return end;
  }
}
