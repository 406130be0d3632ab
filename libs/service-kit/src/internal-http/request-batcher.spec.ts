import { describe, expect, test } from 'vitest';
import { RequestBatcher } from './request-batcher.js';
import type { CallOptions } from './internal-http-client.js';
import { ServiceUnavailable } from './service-unavailable.js';

interface Call {
  readonly questions: readonly number[];
  readonly options: CallOptions;
  answer(): void;
  fail(error: Error): void;
}

function batcher(limits: { maxCalls?: number; maxBatchSize?: number } = {}) {
  const calls: Call[] = [];
  const questions = new RequestBatcher<number, string>({
    service: 'user-service',
    accountOf: (question) => (question < 100 ? 'a' : 'b'),
    ask: (asked, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<string[]>();
      const answer = () => resolve(asked.map((each) => `answer to ${each}`));
      calls.push({ questions: asked, options, answer, fail: reject });
      return promise;
    },
    ...limits,
  });
  return { calls, ask: (question: number, options: CallOptions = {}) => questions.ask(question, options) };
}

/** Lets two turns of the event loop pass, so that everything scheduled for the next one has run. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('questions to a service', () => {
  test('are asked at once by who asks alone, under the own id and trace', async () => {
    const { calls, ask } = batcher();
    const options = { timeoutMs: 500, traceparent: 'trace', correlationId: 'id' };
    const answer = ask(1, options);
    await turn();
    expect(calls).toMatchObject([{ questions: [1], options }]);
    calls[0]?.answer();
    expect(await answer).toBe('answer to 1');
  });

  test('go together while calls are under way, and each gets its own answer', async () => {
    const { calls, ask } = batcher({ maxCalls: 1 });
    const first = ask(1);
    await turn();
    const others = [ask(2, { timeoutMs: 1_000, correlationId: 'a' }), ask(3, { timeoutMs: 4_000 })];
    await turn();
    expect(calls).toHaveLength(1);
    calls[0]?.answer();
    await first;
    await turn();
    expect(calls[1]).toMatchObject({ questions: [2, 3] });
    expect(calls[1]?.options).toEqual({ timeoutMs: 4_000 });
    calls[1]?.answer();
    expect(await Promise.all(others)).toEqual(['answer to 2', 'answer to 3']);
  });

  test('are never more than allowed in one call, nor in more calls than allowed', async () => {
    const { calls, ask } = batcher({ maxCalls: 2, maxBatchSize: 3 });
    const answers = Array.from({ length: 10 }, (_, at) => ask(at));
    const sizes: number[] = [];
    while (sizes.length < 4) {
      await turn();
      expect(calls.length - sizes.length).toBeLessThanOrEqual(2);
      const next = calls[sizes.length];
      sizes.push(next?.questions.length ?? 0);
      next?.answer();
    }
    expect(sizes).toEqual([3, 3, 3, 1]);
    expect(await Promise.all(answers)).toHaveLength(10);
  });

  test('go in turns of accounts: one is in the next call, however many another account asks', async () => {
    const { calls, ask } = batcher({ maxCalls: 1, maxBatchSize: 3 });
    const first = ask(0);
    await turn();
    const others = [1, 2, 3, 4, 5, 100].map((question) => ask(question));
    calls[0]?.answer();
    await first;
    await turn();
    expect(calls[1]?.questions).toEqual([1, 100, 2]);
    calls[1]?.answer();
    await turn();
    calls[2]?.answer();
    expect(await Promise.all(others)).toHaveLength(6);
  });

  test('share a failure, and the next ones are asked all the same', async () => {
    const { calls, ask } = batcher({ maxCalls: 1 });
    const failed = Promise.allSettled([ask(1), ask(2)]);
    await turn();
    calls[0]?.fail(new ServiceUnavailable('user-service', 'unreachable'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask(3);
    await turn();
    calls[1]?.answer();
    expect(await next).toBe('answer to 3');
  });

  test('are given up when their own time is over, whatever the others have', async () => {
    const { calls, ask } = batcher();
    const failFast = ask(1, { timeoutMs: 5 });
    const patient = ask(2, { timeoutMs: 60_000 });
    await expect(failFast).rejects.toMatchObject({ service: 'user-service', reason: 'timeout' });
    await turn(); // on a busy machine that time may be over before the call is made
    calls[0]?.answer();
    expect(await patient).toBe('answer to 2');
  });

  test('are not sent any more when their time was over before', async () => {
    const { calls, ask } = batcher({ maxCalls: 1 });
    const first = ask(1);
    await turn();
    const late = ask(2, { timeoutMs: 5 });
    const patient = ask(3);
    await expect(late).rejects.toMatchObject({ reason: 'timeout' });
    calls[0]?.answer();
    await first;
    await turn();
    expect(calls[1]?.questions).toEqual([3]);
    calls[1]?.answer();
    expect(await patient).toBe('answer to 3');
  });
});
