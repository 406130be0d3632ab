import { integer, type Metrics } from '@rollcall/service-kit';
import { Failure } from '../failures/failure.js';
import { SourceLimiter } from './source-limiter.js';

/** The settings of an account's share in a gateway. Each instance gives each account this share. */
export const accountLimitSettings = {
  accountRequests: integer('ACCOUNT_REQUESTS', 128, { min: 1, max: 100_000 }),
  accountBurst: integer('ACCOUNT_BURST', 20_000, { min: 1, max: 10_000_000 }),
  accountRequestsPerSecond: integer('ACCOUNT_REQUESTS_PER_SECOND', 500, { min: 1, max: 1_000_000 }),
} as const;

export interface AccountLimitOptions {
  /** How many requests of an account may be under way at the same time. */
  readonly accountRequests: number;
  /** How many requests of an account may come at once, before their rate is limited. */
  readonly accountBurst: number;
  readonly accountRequestsPerSecond: number;
}

export type AccountLimit = 'concurrency' | 'rate';

/**
 * Limits the requests of each account, so that no account takes a gateway from the others. Local to the process: a
 * limit protects this process, and instances need not agree on it.
 */
export class AccountLimits {
  private readonly underWay = new Map<string, number>();
  private readonly rates: SourceLimiter;

  /** @param onRefused called for each refused request, for metrics */
  constructor(
    private readonly options: AccountLimitOptions,
    private readonly onRefused: (limit: AccountLimit) => void = () => undefined,
    now: () => number = Date.now,
  ) {
    this.rates = new SourceLimiter(options.accountBurst, now, options.accountRequestsPerSecond);
  }

  /**
   * Counts a request as under way, until `leave` is called.
   * @throws Failure `account-limit`, and then nothing is counted
   */
  enter(account: string): void {
    const others = this.underWay.get(account) ?? 0;
    if (others >= this.options.accountRequests) throw this.refusal('concurrency', 1);
    const waitS = this.rates.waitS([account]);
    if (waitS > 0) throw this.refusal('rate', waitS);
    this.rates.count([account]);
    this.underWay.set(account, others + 1);
  }

  leave(account: string): void {
    const others = (this.underWay.get(account) ?? 0) - 1;
    if (others > 0) this.underWay.set(account, others);
    else this.underWay.delete(account);
  }

  private refusal(limit: AccountLimit, retryAfterS: number): Failure {
    this.onRefused(limit);
    return new Failure('account-limit', { retryAfterS });
  }
}

/** Counts refused requests in the metrics, by limit; metrics name no account. */
export function countLimited(metrics: Metrics): (limit: AccountLimit) => void {
  const refused = metrics.counter('rollcall_account_limited', 'Requests refused because of their account’s share', [
    'limit',
  ]);
  return (limit) => refused.inc({ limit });
}
