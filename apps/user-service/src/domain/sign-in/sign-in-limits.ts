/** What is known of failures, at one moment. */
export interface Failures {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
}

/**
 * The failures that matter to one attempt to sign in. A source is a site (an IPv4 address, the IPv6 prefix of one
 * customer) or a device: a browser from which the same person has signed in before.
 */
export interface SignInFailures {
  /** Of this person from this source. */
  readonly ofPair?: Failures | undefined;
  /** Of this person, wherever they came from. */
  readonly ofPerson?: Failures | undefined;
  /** Of everybody from this site; absent for a device. The count goes down by one a second. */
  readonly ofSite?: Failures | undefined;
}

/** Tries of one person from one source before the first delay. */
export const freeTries = 5;
/** Failures of one site, whoever was meant, before one try a second is left. */
export const siteBurst = 20;

const second = 1_000;
const maxPairDelayMs = 900 * second;
const maxPersonDelayMs = 60 * second;
/** Failures of one person from everywhere before sources that have failed wait longer, and how many double it. */
const personBurst = 20;
const personStep = 10;

/** Failures older than this count no more. */
export const forgottenAfterMs = 86_400 * second;

/**
 * How long an attempt has to wait before its password is compared; 0 where it need not.
 *
 * A source that has not failed for this person never waits for what others did elsewhere: strangers can neither lock anybody out
 * nor slow them down. Of one site, whoever is meant, a burst of failures is taken and then one a second: there a person may wait for
 * neighbours who guess, since nobody can tell them apart, except by a device, which has no site. A source that has failed waits twice as long after each failure, and at least as long as guessing
 * at this person from everywhere has grown. Time counts from its own last failure, so that others cannot prolong it.
 */
export function signInWaitMs({ ofPair, ofPerson, ofSite }: SignInFailures, now: number): number {
  return Math.max(0, pairWaitMs(ofPair, ofPerson, now), siteWaitMs(ofSite, now));
}

function pairWaitMs(ofPair: Failures | undefined, ofPerson: Failures | undefined, now: number): number {
  const own = recent(ofPair, now);
  if (!own) return 0;
  const everywhere = recent(ofPerson, now)?.count ?? 0;
  return Math.max(pairDelayMs(own.count), personDelayMs(everywhere)) - (now - own.lastAt);
}

const pairDelayMs = (count: number) => (count < freeTries ? 0 : doubled(count - freeTries, maxPairDelayMs));

const personDelayMs = (count: number) =>
  count < personBurst ? 0 : doubled(Math.floor((count - personBurst) / personStep), maxPersonDelayMs);

const doubled = (times: number, maxMs: number) => Math.min(maxMs, second * 2 ** Math.min(times, 30));

function siteWaitMs(ofSite: Failures | undefined, now: number): number {
  if (!ofSite) return 0;
  const left = ofSite.count - (now - ofSite.lastAt) / second;
  return left < siteBurst ? 0 : (left - siteBurst + 1) * second;
}

function recent(failures: Failures | undefined, now: number): Failures | undefined {
  return failures && now - failures.lastAt < forgottenAfterMs ? failures : undefined;
}
