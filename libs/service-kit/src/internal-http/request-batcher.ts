import DataLoader from 'dataloader';
import { withTimeout } from '../async/with-timeout.js';
import type { CallOptions } from './internal-http-client.js';
import { ServiceUnavailable } from './service-unavailable.js';

interface QueuedQuery<Question> {
  readonly question: Question;
  readonly options: CallOptions;
}

export interface RequestBatcherOptions<Question, Answer> {
  /** The service that is asked, as errors name it. */
  readonly service: string;
  /** Asks all of them in one call and gives their answers in the same order; what it rejects with is everybody's. */
  readonly ask: (questions: readonly Question[], options: CallOptions) => Promise<readonly Answer[]>;
  /** Calls under way at a time; what comes meanwhile goes along with the next. */
  readonly maxCalls?: number;
  readonly maxBatchSize?: number;
}

/**
 * Small questions to one service, gathered: a call costs more than its answer. Somebody who asks alone waits for nobody; what is
 * asked while calls are under way goes together in the next one. Nothing is kept: each question is answered anew.
 */
export class RequestBatcher<Question, Answer> {
  private readonly loader: DataLoader<QueuedQuery<Question>, Answer>;
  private readonly maxCalls: number;
  private underWay = 0;
  /** What begins the calls for which questions are being gathered, the next one first. */
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

  /** Rejects with what the call rejects with, and with `ServiceUnavailable` when the question's own time is over. */
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
    setImmediate(begin); // whatever else this turn of the event loop brings goes along
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

/** Of one, its own trace and id go along; a call for many is nobody's, and lasts as long as the most patient waits. */
function together(options: readonly CallOptions[]): CallOptions {
  const [first, ...others] = options;
  if (first !== undefined && others.length === 0) return first;
  const times = options.map(({ timeoutMs }) => timeoutMs);
  return times.includes(undefined) ? {} : { timeoutMs: Math.max(...times.map(Number)) };
}
