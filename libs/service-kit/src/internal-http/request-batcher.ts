import { withTimeout } from '../async/with-timeout.js';
import { FairQueue } from '../limits/fair-queue.js';
import type { CallOptions } from './internal-http-client.js';
import { ServiceUnavailable } from './service-unavailable.js';

interface QueuedQuery<Question, Answer> {
  readonly question: Question;
  readonly options: CallOptions;
  answer(this: void, answer: Answer): void;
  fail(this: void, error: unknown): void;
}

export interface RequestBatcherOptions<Question, Answer> {
  /** The service to call, as errors name it. */
  readonly service: string;
  /** The account that a question belongs to. */
  readonly accountOf: (question: Question) => string;
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
 * at once; questions that come while all calls are under way share the next calls, in which accounts take turns.
 * Nothing is cached: each question is answered anew.
 */
export class RequestBatcher<Question, Answer> {
  private readonly waiting = new FairQueue<QueuedQuery<Question, Answer>>();
  private readonly maxCalls: number;
  private readonly maxBatchSize: number;
  private underWay = 0;
  /** True from the moment that the next call has its place until it takes its questions. */
  private isCollecting = false;

  constructor(private readonly options: RequestBatcherOptions<Question, Answer>) {
    const { maxCalls = 2, maxBatchSize = 100 } = options;
    this.maxCalls = maxCalls;
    this.maxBatchSize = maxBatchSize;
  }

  /** Rejects with the call's error, and with `ServiceUnavailable` when the question's own time is over. */
  ask(question: Question, options: CallOptions): Promise<Answer> {
    const { service, accountOf } = this.options;
    const { promise, resolve: answer, reject: fail } = Promise.withResolvers<Answer>();
    const account = accountOf(question);
    const queued: QueuedQuery<Question, Answer> = { question, options, answer, fail };
    this.waiting.add(account, queued);
    this.beginNext();
    const { timeoutMs } = options;
    if (timeoutMs === undefined) return promise;
    return withTimeout(promise, timeoutMs, () => {
      this.waiting.remove(account, queued);
      throw new ServiceUnavailable(service, 'timeout');
    });
  }

  private beginNext(): void {
    if (this.isCollecting || this.underWay >= this.maxCalls || this.waiting.size === 0) return;
    this.underWay += 1;
    this.isCollecting = true;
    // So that questions of the same turn of the event loop join the call.
    setImmediate(() => {
      this.isCollecting = false;
      void this.call(this.collect());
      this.beginNext();
    });
  }

  private collect(): QueuedQuery<Question, Answer>[] {
    const batch: QueuedQuery<Question, Answer>[] = [];
    while (batch.length < this.maxBatchSize) {
      const next = this.waiting.take();
      if (!next) break;
      batch.push(next);
    }
    return batch;
  }

  private async call(batch: readonly QueuedQuery<Question, Answer>[]): Promise<void> {
    try {
      if (batch.length > 0) await this.askAll(batch);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    } finally {
      this.underWay -= 1;
      this.beginNext();
    }
  }

  private async askAll(batch: readonly QueuedQuery<Question, Answer>[]): Promise<void> {
    const answers = await this.options.ask(
      batch.map(({ question }) => question),
      together(batch.map(({ options }) => options)),
    );
    if (answers.length !== batch.length) throw new ServiceUnavailable(this.options.service, 'bad-answer');
    for (const [at, { answer }] of batch.entries()) answer(answers[at] as Answer); // as many answers as questions
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
