import { createHash } from 'node:crypto';
import type { SignInOrigin } from '@rollcall/contracts';
import { FairSemaphore } from '@rollcall/service-kit';
import { signInWaitMs } from '../domain/sign-in/sign-in-limits.js';
import { userNameKey } from '../domain/user/user.js';
import type { Credential } from '../persistence/user-read-model.js';
import type { DeviceTokens } from './device-tokens.js';
import { TooManyChecks, type PasswordChecker } from './password-checker.js';
import type { RefusedSignIns } from './refused-sign-ins.js';
import type { Attempt, SignInFailureCounts } from './sign-in-failure-counts.js';
import { Turns } from './turns.js';

export interface GivenPassword extends SignInOrigin {
  /** Undefined where there is no such account. */
  readonly accountId: string | undefined;
  /** As it was said. */
  readonly account: string;
  readonly userName: string;
  readonly password: string;
  /** It is given in a session of this person. */
  readonly inSession?: boolean;
}

export type AttemptOutcome =
  | { readonly credential: Credential; readonly deviceToken?: string }
  | { readonly credential: undefined; readonly retryAfterS?: number };

/** How long to wait, where nothing was compared, as answers say it. */
export function waitOf(outcome: AttemptOutcome): { readonly retryAfterS?: number } {
  return outcome.credential || outcome.retryAfterS === undefined ? {} : { retryAfterS: outcome.retryAfterS };
}

export interface PasswordAttemptsParts {
  readonly passwords: Pick<PasswordChecker, 'check'>;
  readonly failures: SignInFailureCounts;
  readonly devices: DeviceTokens;
  readonly refused: RefusedSignIns;
}

const maxWaitingOfOne = 64;
/**
 * So many attempts of one account are under way at a time; all names of accounts that do not exist count as one account. Those of people
 * who are known count apart: strangers come from as many sites as they like.
 */
const maxOfAccount = 64;

/**
 * Compares passwords as often as the limits allow. Whatever is wrong, what is done and so the time is the same, whether
 * or not there is such an account or person.
 */
export class PasswordAttempts {
  /** Of one person and source, one after the other: a hundred at the same time count as a hundred. */
  private readonly turns = new Turns(maxWaitingOfOne, () => new TooManyChecks());

  /** Beyond its share an account is refused at once: what waits here holds a connection of a gateway. */
  private readonly shares = new FairSemaphore({
    atOnce: Number.POSITIVE_INFINITY,
    atOncePerAccount: maxOfAccount,
    maxWaiting: 0,
    refusal: () => new TooManyChecks(),
  });

  constructor(private readonly parts: PasswordAttemptsParts) {}

  /** @throws TooManyChecks where too many passwords are being compared */
  async attempt(given: GivenPassword): Promise<AttemptOutcome> {
    const { site, deviceToken, accountId = '', inSession = false } = given;
    const { devices } = this.parts;
    const person = personOf(given);
    const device = await devices.read(deviceToken, person);
    const attempt: Attempt =
      device === undefined ? { person, source: site ?? 'unknown', site } : { person, source: device };
    const isKnown = inSession || device !== undefined;
    const turnOf = isKnown ? `known ${accountId}` : accountId;
    const outcome = await this.shares.run(turnOf, () =>
      this.turns.run(`${person.toString('hex')} ${attempt.source}`, () => this.compare(attempt, given, turnOf)),
    );
    if (!outcome.credential || (device !== undefined && devices.isSigned(deviceToken))) return outcome;
    return { ...outcome, deviceToken: await devices.issue(person) };
  }

  private async compare(attempt: Attempt, given: GivenPassword, turnOf: string): Promise<AttemptOutcome> {
    const { passwords, failures, refused } = this.parts;
    const known = await failures.of(attempt);
    const waitMs = signInWaitMs(known, Date.now());
    if (waitMs > 0) {
      refused.note(given, 'too-many-failures');
      return { credential: undefined, retryAfterS: Math.ceil(waitMs / 1_000) };
    }
    const credential = await passwords.check(given.accountId ?? '', given.userName, given.password, turnOf);
    if (credential) {
      if (known.ofPair) await failures.forgive(attempt);
      return { credential };
    }
    await failures.count(attempt);
    refused.note(given, 'wrong-password');
    return { credential: undefined };
  }
}

/** By the account's id where there is such an account, so that slug and id are one. */
function personOf({ accountId, account, userName }: GivenPassword): Buffer {
  return digestOfPerson(accountId ?? `none: ${account.toLowerCase()}`, userName);
}

/** What failures of a person are counted under. */
export function digestOfPerson(ofAccount: string, userName: string): Buffer {
  return createHash('sha256')
    .update(`${ofAccount} ${userNameKey(userName)}`)
    .digest();
}
