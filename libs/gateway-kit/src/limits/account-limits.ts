import { FairSemaphore, integer, type Metrics, type TurnOptions, type Unserved } from '@rollcall/service-kit';
import { Failure } from '../failures/failure.js';
import { SourceLimiter } from './source-limiter.js';

/** The settings of an account's share in a gateway. Each instance gives each account this share. */
export const accountLimitSettings = {
  accountRequests: integer('ACCOUNT_REQUESTS', 32, { min: 1, max: 100_000 }),
  accountQueue: integer('ACCOUNT_QUEUE', 96, { min: 0, max: 100_000 }),
  accountBurst: integer('ACCOUNT_BURST', 20_000, { min: 1, max: 10_000_000 }),
  accountRequestsPerSecond: integer('ACCOUNT_REQUESTS_PER_SECOND', 500, { min: 1, max: 1_000_000 }),
  accountPercentAmongOthers: integer('ACCOUNT_PERCENT_AMONG_OTHERS', 25, { min: 1, max: 100 }),
} as const;

export interface AccountLimitOptions {
  /** How many requests of an account are answered at the same time. */
  readonly accountRequests: number;
  /** How many requests of an account may wait beside them; further ones are refused. */
  readonly accountQueue: number;
  /** How many requests of an account may come at once, before their rate is limited. */
  readonly accountBurst: number;
  readonly accountRequestsPerSecond: number;
  /** While others' requests come, an account has this part of its places: each request of its own is one that others wait for. Default 25. */
  readonly accountPercentAmongOthers?: number;
}

export type AccountLimit = 'concurrency' | 'rate';

/** Whose request it is, where the requests of an account are of many. */
export interface Requester {
  readonly id: string;
  readonly isAdmin: boolean;
}

/** The part of an account's places that one person may have: no guest keeps all others of the account out. */
const partOfPerson = 1 / 2;
/** The part that all who are no admins may have together: no number of guests keeps the admins of the account out. */
const partOfNonAdmins = 3 / 4;
/** So many refusals an account gets at once, and then each second; the next ones are answered after a pause. */
const quickRefusals = 20;
const pauseMs = 1_000;
/** Others are there for so long after their last request. */
const othersStayMs = 1_000;
/** More answers than this are not held back: then refusals come at once again. */
const maxPaused = 1_000;

/**
 * Limits the requests of each account, so that no account takes a gateway from the others. Local to the process: a
 * limit protects this process, and instances need not agree on it.
 */
export class AccountLimits {
  private readonly turns: FairSemaphore;
  private readonly turnsOfPersons: FairSemaphore;
  private readonly turnsOfNonAdmins: FairSemaphore;
  private readonly rates: SourceLimiter;
  private readonly refusals: SourceLimiter;
  private paused = 0;
  private latest = '';
  private changedAt = Number.NEGATIVE_INFINITY;

  /** @param onRefused called for each refused request, for metrics */
  constructor(
    options: AccountLimitOptions,
    private readonly onRefused: (limit: AccountLimit) => void = () => undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    const { accountRequests, accountQueue, accountBurst, accountRequestsPerSecond } = options;
    const amongOthers = Math.ceil((accountRequests * (options.accountPercentAmongOthers ?? 25)) / 100);
    const places = () => (this.areSeveral ? amongOthers : accountRequests);
    const ofPerson = () => Math.ceil(places() * partOfPerson);
    const ofNonAdmins = () => Math.max(1, Math.floor(places() * partOfNonAdmins));
    // As many as the account may have in all, so that nobody who is alone is refused sooner.
    const waitingFor = (part: () => number) => () => accountQueue + accountRequests - part();
    this.turnsOfPersons = this.turnsOf(ofPerson, waitingFor(ofPerson));
    this.turnsOfNonAdmins = this.turnsOf(ofNonAdmins, waitingFor(ofNonAdmins));
    // Who has fewer places beside others is not refused sooner: those requests wait.
    this.turns = this.turnsOf(places, () => accountQueue + (this.areSeveral ? accountRequests - amongOthers : 0));
    this.rates = new SourceLimiter(accountBurst, accountRequestsPerSecond, now);
    this.refusals = new SourceLimiter(quickRefusals, quickRefusals, now);
  }

  /** Whether requests of more than one account came in the last second. */
  get areSeveral(): boolean {
    return this.now() - this.changedAt < othersStayMs;
  }

  /**
   * Waits until the account has a place for one more request, which it keeps until `leave` is called.
   * @param requester where the account's requests are of many
   * @throws Failure `account-limit`, `deadline`, and the signal's reason; then nothing is counted
   */
  async enter(account: string, turn: TurnOptions, requester?: Requester): Promise<void> {
    const waitS = this.rates.waitS([account]);
    if (waitS > 0) throw this.refusal('rate', waitS);
    this.rates.count([account]);
    if (account !== this.latest) {
      if (this.latest !== '') this.changedAt = this.now();
      this.latest = account;
    }
    const entered: Share[] = [];
    try {
      for (const share of this.sharesOf(account, requester)) {
        await share.turns.enter(share.of, turn);
        entered.push(share);
      }
    } catch (error) {
      leaveAll(entered);
      throw error;
    }
  }

  /** Counts further requests of the account in its rate: a request that stands for several has been let in as one. */
  charge(account: string, requests: number): void {
    if (requests > 0) this.rates.count([account], requests);
  }

  /** A further place for work of a request that has one, where one is free at this moment; `leave` gives it back. */
  tryEnter(account: string): boolean {
    return this.turns.tryEnter(account);
  }

  /** @param requester as in `enter` */
  leave(account: string, requester?: Requester): void {
    leaveAll(this.sharesOf(account, requester));
  }

  /**
   * Sends a refusal of this account's load: at once, or after a pause where the account goes on in spite of many. A
   * client that asks again without waiting would else have refusals made for it all day, at the cost of others.
   */
  refuse(account: string, send: () => void): void {
    const isQuick = this.refusals.waitS([account]) === 0;
    this.refusals.count([account]);
    if (isQuick || this.paused >= maxPaused) return send();
    this.paused += 1;
    setTimeout(
      () => {
        this.paused -= 1;
        send();
      },
      pauseMs * (0.5 + Math.random()),
    ); // those who were refused together do not come again together
  }

  /** What a request needs a place of, in this order: who waits for one holds none of those behind it. */
  private sharesOf(account: string, requester: Requester | undefined): Share[] {
    const ofAccount = { turns: this.turns, of: account };
    if (requester === undefined) return [ofAccount];
    const ofPerson = { turns: this.turnsOfPersons, of: `${account} ${requester.id}` };
    if (requester.isAdmin) return [ofPerson, ofAccount];
    return [ofPerson, { turns: this.turnsOfNonAdmins, of: account }, ofAccount];
  }

  private turnsOf(atOncePerAccount: () => number, maxWaitingPerAccount: () => number): FairSemaphore {
    const unlimited = Number.POSITIVE_INFINITY; // each account has its share, whatever others have
    const refusal = (why: Unserved) => this.refusalFor(why);
    return new FairSemaphore({
      atOnce: unlimited,
      atOncePerAccount,
      maxWaiting: unlimited,
      maxWaitingPerAccount,
      refusal,
    });
  }

  private refusalFor(why: Unserved): Failure {
    return why === 'late' ? new Failure('deadline') : this.refusal('concurrency', 1);
  }

  private refusal(limit: AccountLimit, retryAfterS: number): Failure {
    this.onRefused(limit);
    return new Failure('account-limit', { retryAfterS });
  }
}

interface Share {
  readonly turns: FairSemaphore;
  readonly of: string;
}

/** The last one first: who waits for it does so with all others. */
function leaveAll(shares: readonly Share[]): void {
  for (const { turns, of } of shares.toReversed()) turns.leave(of);
}

/** Counts refused requests in the metrics, by limit; metrics name no account. */
export function countLimited(metrics: Metrics): (limit: AccountLimit) => void {
  const refused = metrics.counter('rollcall_account_limited', 'Requests refused because of their account’s share', [
    'limit',
  ]);
  return (limit) => refused.inc({ limit });
}
