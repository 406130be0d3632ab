import type { CheckToken, TokenVerdict } from '@rollcall/contracts';
import { LRUCache } from 'lru-cache';
import type { TokenVerifier } from '../clients/token-verifier.js';

/**
 * How long an answer is used, counted from the moment of the question. Rule 19 wants a revocation to take effect
 * everywhere within one second; the rest of that second is for the event on its way to token-service that says that an
 * admin is no admin any more.
 */
export const keptMs = 700;

/** How long one question may take. A later answer would be too old to use. */
const questionMs = 1_000;

/** Reports are of no network; those about tokens that do not work take turns together. */
const reportCall: VerdictCall = { leftMs: questionMs, network: 'reports' };

/** How many tokens are remembered, the last used ones: those that token-service knows, working or not. */
const maxKnown = 10_000;

/** How many digests are remembered that token-service does not know. They never displace a token that it knows. */
const maxUnknown = 2_000;

interface Known {
  verdict?: TokenVerdict;
  askedAt: number;
  flight: Promise<Known> | undefined;
  used: number;
  usedAt: number;
  refusedAt: number | undefined;
}

/** The request that a verdict is for. */
export interface VerdictCall {
  /** How long it may take, in milliseconds. */
  readonly leftMs: number;
  readonly traceparent?: string;
  /** Whose turn a question about a token of no known account takes among others. */
  readonly network: string;
}

/** token-service has given no answer that is fresh enough. */
export class NoFreshVerdict extends Error {
  override readonly name = 'NoFreshVerdict';
}

/**
 * Whether tokens work, by their digests. Asks token-service about one token at most once at a time, uses the answer for
 * less than a second, and reports with the next question how the token was used since.
 */
export class TokenVerdicts {
  private readonly known = new LRUCache<string, Known>({ max: maxKnown });
  private readonly unknown = new LRUCache<string, Known>({ max: maxUnknown });

  constructor(
    private readonly verifier: TokenVerifier,
    /** Milliseconds of a clock that nobody sets: by one that is set back, a revoked token would work until it has caught up. */
    private readonly clock: () => number = () => performance.now(),
    /** The time of day, for what is told of uses. */
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether token-service knew the token at the last question, working or not: then it is no guess. */
  isKnown(digest: string): boolean {
    return this.known.has(digest);
  }

  /** Whether an answer is there that is still used. */
  isFresh(digest: string): boolean {
    const entry = this.known.peek(digest) ?? this.unknown.peek(digest);
    return entry?.verdict !== undefined && this.clock() - entry.askedAt <= keptMs;
  }

  /**
   * The verdict on a token; counts as a use.
   * @throws NoFreshVerdict where token-service does not answer in time
   */
  async of(digest: string, call: VerdictCall): Promise<TokenVerdict> {
    const { known, verdict } = await this.fresh(digest, call);
    const isFirstUse = known.usedAt === 0 && verdict.works;
    this.count(known, verdict);
    // An admin who has just generated the token may be looking whether it works.
    if (isFirstUse) void this.askOnce(digest, known, reportCall).catch(() => undefined); // the next question tells it
    return verdict;
  }

  /**
   * Makes sure that the verdict is fresh; counts as no use.
   * @throws NoFreshVerdict where token-service does not answer in time
   */
  async prepare(digest: string, call: VerdictCall): Promise<void> {
    await this.fresh(digest, call);
  }

  private async fresh(digest: string, call: VerdictCall): Promise<{ known: Known; verdict: TokenVerdict }> {
    const known = this.entryOf(digest);
    const end = this.clock() + call.leftMs;
    while (!known.verdict || this.clock() - known.askedAt > keptMs) {
      const left = end - this.clock();
      if (left <= 0) throw new NoFreshVerdict();
      await this.askOnce(digest, known, { ...call, leftMs: left });
    }
    return { known, verdict: known.verdict };
  }

  /** Reports the uses that no later question has reported; called at intervals, and at the end. */
  async report(): Promise<void> {
    const idle = [...this.known.entries()].filter(
      ([, { used, refusedAt, flight }]) => !flight && (used > 0 || refusedAt !== undefined),
    );
    const stale = idle.filter(([, { askedAt }]) => this.clock() - askedAt > keptMs);
    await Promise.allSettled(stale.map(([digest, known]) => this.askOnce(digest, known, reportCall)));
  }

  /** Asks, unless a question about this token is under way. */
  private askOnce(digest: string, known: Known, call: VerdictCall): Promise<Known> {
    return (known.flight ??= this.ask(digest, known, call).finally(() => (known.flight = undefined)));
  }

  private entryOf(digest: string): Known {
    const remembered = this.known.get(digest) ?? this.unknown.get(digest);
    if (remembered) return remembered;
    const entry: Known = { askedAt: 0, flight: undefined, used: 0, usedAt: 0, refusedAt: undefined };
    this.unknown.set(digest, entry);
    return entry;
  }

  private async ask(digest: string, known: Known, call: VerdictCall): Promise<Known> {
    const { leftMs, traceparent, network } = call;
    const { used, usedAt, refusedAt } = known;
    const question: CheckToken = {
      digest,
      ...(used > 0 ? { used: { count: used, at: new Date(usedAt).toISOString() } } : {}),
      ...(refusedAt === undefined ? {} : { refusedAt: new Date(refusedAt).toISOString() }),
    };
    const askedAt = this.clock();
    known.used = 0;
    known.refusedAt = undefined;
    try {
      const timeoutMs = Math.min(questionMs, leftMs);
      known.verdict = await this.verifier.check(question, {
        timeoutMs,
        turnOf: known.verdict?.works ? known.verdict.accountId : network,
        ...(traceparent === undefined ? {} : { traceparent }),
      });
      known.askedAt = askedAt;
      this.remember(digest, known, known.verdict);
      return known;
    } catch (error) {
      // reported again; if only the answer was lost, they count twice, which does no harm to "last used"
      known.used += used;
      known.refusedAt ??= refusedAt;
      throw new NoFreshVerdict(undefined, { cause: error });
    }
  }

  private remember(digest: string, entry: Known, verdict: TokenVerdict): void {
    const isKnown = verdict.works || verdict.why !== 'unknown';
    (isKnown ? this.unknown : this.known).delete(digest);
    (isKnown ? this.known : this.unknown).set(digest, entry);
  }

  private count(known: Known, verdict: TokenVerdict): void {
    if (verdict.works) {
      known.used++;
      known.usedAt = this.now();
    } else if (verdict.why !== 'unknown') known.refusedAt = this.now();
  }
}
