import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export interface AnswerCacheOptions {
  /** How many answers are kept. */
  readonly max: number;
  /** An answer is kept no longer, in milliseconds. */
  readonly longestMs?: number;
  readonly clock?: () => number;
}

/** What takes no longer is asked for anew each time, so in small accounts nothing is old. */
const cheapMs = 50;
/** An answer is kept so many times as long as it took: asking takes a tenth of the time at most. */
const times = 10;

/**
 * Answers that cost much and may be somewhat old, such as counts. A question that comes while its answer is looked for gets that one, and it is kept for as
 * long as it was costly.
 */
export class AnswerCache<Answer extends object> {
  private readonly kept: LRUCache<string, Answer>;
  private readonly sought = new Map<string, Promise<Answer>>();
  private readonly clock: () => number;
  private readonly longestMs: number;

  constructor({ max, longestMs = 10_000, clock = () => performance.now() }: AnswerCacheOptions) {
    this.clock = clock;
    this.longestMs = longestMs;
    this.kept = new LRUCache({ max, ttl: longestMs, ttlResolution: 0, perf: { now: clock } });
  }

  /**
   * The answer to an account's question.
   * @param question what JSON can say of it
   * @param seek finds it; what it throws is thrown to all who wait, and is not kept
   */
  of(accountId: string, question: unknown, seek: () => Promise<Answer>): Promise<Answer> {
    const key = `${accountId} ${digestOf(question)}`;
    const kept = this.kept.get(key);
    if (kept) return Promise.resolve(kept);
    const sought = this.sought.get(key) ?? this.seek(key, seek).finally(() => this.sought.delete(key));
    this.sought.set(key, sought);
    return sought;
  }

  private async seek(key: string, seek: () => Promise<Answer>): Promise<Answer> {
    const began = this.clock();
    const answer = await seek();
    const tookMs = this.clock() - began;
    if (tookMs > cheapMs) this.kept.set(key, answer, { ttl: Math.min(this.longestMs, tookMs * times) });
    return answer;
  }
}

/** Questions may be long, keys are not. */
const digestOf = (question: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(question) ?? '')
    .digest('base64url');
