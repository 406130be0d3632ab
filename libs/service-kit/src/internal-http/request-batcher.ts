import DataLoader from 'dataloader';
import { withTimeout } from '../async/with-timeout.js';
import type { CallOptions } from './internal-http-client.js';
import { ServiceUnavailable } from './service-unavailable.js';

interface QueuedQuery<Question> {
  readonly question: Question;
  readonly options: CallOptions;
}

export interface RequestBatcherOptions<Question, Answer> {
  /** The service to call, as errors name it. */
  readonly service: string;
  /**
   * Sends all questions in one call, and resolves to their answers in the same order. A rejection rejects every
   * question.
   */
  readonly ask: (questions: readonly Question[], options: CallOptions) => Promise<readonly Answer[]>;
  /** How many calls may be under way; later questions wait for the next call. */
  readonly maxCalls?: number;
  readonly maxBatchSize?: number;
}

/**
 * Batches small questions to one service, since a call costs more than an answer. A question that comes alone is sent
 * at once; questions that come while all calls are under way share the next call. Nothing is cached: each question is
 * answered anew.
 */
export class RequestBatcher<Question, Answer> {
  private readonly loader: DataLoader<QueuedQuery<Question>, Answer>;
  private readonly maxCalls: number;
  private underWay = 0;
  /** Functions that start the calls whose questions are being collected, the next one first. */
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: RequestBatcherOptions<Question, Answer>) {
    const { maxCalls = 2, maxBatchSize = 100 } = options;
    this.maxCalls = maxCalls;
    this.loader = new DataLoader((asked) => this.call(asked), {
      cache: false,
      maxBatchSize: maxBatchSize,
      batchScheduleFn: (begin) => this.schedule(begin),
    });
  }

  /** Rejects with the call's error, and with `ServiceUnavailable` when the question's own time is over. */
  ask(question: Question, options: CallOptions): Promise<Answer> {
    const { timeoutMs } = options;
    const answer = this.loader.load({ question, options });
    if (timeoutMs === undefined) return answer;
    return withTimeout(answer, timeoutMs, () => {
      throw new ServiceUnavailable(this.options.service, 'timeout');
    });
  }

  private schedule(begin: () => void): void {
    this.waiting.push(begin);
    this.beginNext();
  }

  private beginNext(): void {
    if (this.underWay >= this.maxCalls) return;
    const begin = this.waiting.shift();
    if (!begin) return;
    this.underWay += 1;
    setImmediate(begin); // so that questions of the same turn of the event loop join the call
  }

  private async call(asked: readonly QueuedQuery<Question>[]): Promise<readonly Answer[]> {
    try {
      return await this.options.ask(
        asked.map(({ question }) => question),
        together(asked.map(({ options }) => options)),
      );
    } finally {
      this.underWay -= 1;
      this.beginNext();
    }
  }
}

/**
 * A call with one question carries that question's trace and id; a call with several carries none, and may take as long
 * as the longest of their timeouts.
 */
function together(options: readonly CallOptions[]): CallOptions {
  const [first, ...others] = options;
  if (first !== undefined && others.length === 0) return first;
  const times = options.map(({ timeoutMs }) => timeoutMs);
  return times.includes(undefined) ? {} : { timeoutMs: Math.max(...times.map(Number)) };
}
