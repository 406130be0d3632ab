import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { settledWithin, withTimeout } from './with-timeout.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);

describe('work with a timeout', () => {
  test('gives its own result in time, and leaves no timer behind', async () => {
    expect(await withTimeout(Promise.resolve('done'), 1_000, () => 'late')).toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('rejects as it does in time', async () => {
    await expect(withTimeout(Promise.reject(new Error('broken')), 1_000, () => 'late')).rejects.toThrow('broken');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('gives what is said in its place after its time, and no sooner', async () => {
    const answer = vi.fn();
    void withTimeout(never, 1_000, () => 'late').then(answer);
    await vi.advanceTimersByTimeAsync(999);
    expect(answer).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(answer).toHaveBeenCalledWith('late');
  });

  test('rejects after its time with what is thrown in its place', async () => {
    const work = withTimeout(never, 1_000, () => {
      throw new Error('too late');
    });
    const rejected = expect(work).rejects.toThrow('too late');
    await vi.advanceTimersByTimeAsync(1_000);
    await rejected;
  });

  test('that fails after its time is left alone', async () => {
    const { promise, reject } = Promise.withResolvers<string>();
    const answer = withTimeout(promise, 1_000, () => 'late');
    await vi.advanceTimersByTimeAsync(1_000);
    reject(new Error('nobody hears this'));
    expect(await answer).toBe('late');
  });
});

describe('settledWithin', () => {
  test('ends with its work, and does not mind that it fails', async () => {
    await settledWithin(Promise.resolve(), 1_000);
    await settledWithin(Promise.reject(new Error('away')), 1_000);
  });

  test('ends after its time', async () => {
    const settled = settledWithin(never, 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await settled;
  });
});
