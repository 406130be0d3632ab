import type { CheckToken, TokenVerdict } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';
import type { TokenVerifier } from '../clients/token-verifier.js';

/**
 * Rule 19: everywhere within one second. An answer is kept so long, counted from the moment it was asked for; the rest of the second is for
 * the news of an admin who is none any more, on its way to token-service.
 */
export const keptMs = 700;

/** How long one question may take. Longer ones would give answers that are too old to use. */
const questionMs = 1_000;

/** Tokens that were asked about last: those that worked are remembered so that a flood of bad ones does not shut them out. */
const maxTokens = 10_000;

interface Known {
  verdict?: TokenVerdict;
  askedAt: number;
  flight: Promise<Known> | undefined;
  used: number;
  usedAt: number;
  refusedAt: number | undefined;
}

/** No answer of token-service is fresh enough. */
export class NoFreshVerdict extends Error {
  override readonly name = 'NoFreshVerdict';
}

/**
 * Whether tokens work, by their digests: asks token-service at most once at a time for each, keeps the answer
 * for less than a second, and tells with the next question how the token was used since.
 */
export class TokenVerdicts {
  private readonly known = new LRUCache<string, Known>({ max: maxTokens });

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether it worked when it was asked about last: then it is nobody's guess. */
  hasWorked(digest: string): boolean {
    return this.known.peek(digest)?.verdict?.works === true;
  }

  /**
   * Counts the use too.
   * @throws NoFreshVerdict where token-service gives none in time
   */
  async of(digest: string, leftMs: number, traceparent?: string): Promise<TokenVerdict> {
    const known = this.entryOf(digest);
    const end = this.now() + leftMs;
    while (!known.verdict || this.now() - known.askedAt > keptMs) {
      const left = end - this.now();
      if (left <= 0) throw new NoFreshVerdict();
      known.flight ??= this.ask(digest, known, left, traceparent).finally(() => (known.flight = undefined));
      await known.flight;
    }
    this.count(known, known.verdict);
    return known.verdict;
  }

  /** Tells token-service about uses that no later question has told it; asked to do so now and then, and at the end. */
  async report(): Promise<void> {
    const idle = [...this.known.entries()].filter(
      ([, { used, refusedAt, flight }]) => !flight && (used > 0 || refusedAt !== undefined),
    );
    const stale = idle.filter(([, { askedAt }]) => this.now() - askedAt > keptMs);
    await Promise.allSettled(stale.map(([digest, known]) => this.ask(digest, known, questionMs)));
  }

  private entryOf(digest: string): Known {
    const known = this.known.get(digest) ?? { askedAt: 0, flight: undefined, used: 0, usedAt: 0, refusedAt: undefined };
    if (this.known.peek(digest) === undefined) this.known.set(digest, known);
    return known;
  }

  private async ask(digest: string, known: Known, leftMs: number, traceparent?: string): Promise<Known> {
    const { used, usedAt, refusedAt } = known;
    const question: CheckToken = {
      digest,
      ...(used > 0 ? { used: { count: used, at: new Date(usedAt).toISOString() } } : {}),
      ...(refusedAt === undefined ? {} : { refusedAt: new Date(refusedAt).toISOString() }),
    };
    const askedAt = this.now();
    known.used = 0;
    known.refusedAt = undefined;
    try {
      const timeoutMs = Math.min(questionMs, leftMs);
      known.verdict = await this.verifier.check(question, {
        timeoutMs,
        ...(traceparent === undefined ? {} : { traceparent }),
      });
      known.askedAt = askedAt;
      return known;
    } catch (error) {
      known.used += used; // told again; an answer lost on its way counts twice, which "last used" does not mind
      known.refusedAt ??= refusedAt;
      throw new NoFreshVerdict(undefined, { cause: error });
    }
  }

  private count(known: Known, verdict: TokenVerdict): void {
    if (verdict.works) {
      known.used++;
      known.usedAt = this.now();
    } else if (verdict.why !== 'unknown') known.refusedAt = this.now();
  }
}
