import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { RegularJob, triesAgain } from './regular-job.js';

describe('a regular job', () => {
  it('is done again and again, also after a run that failed', async () => {
    const failures: unknown[] = [];
    const run = vi.fn(() => Promise.reject(new Error('the database is away')));
    const job = new RegularJob({ everyMs: 1, run, onFailure: (error) => failures.push(error) });
    await expect.poll(() => failures.length).toBeGreaterThan(2);
    await job.close();
    expect(failures).toHaveLength(run.mock.calls.length);
  });

  it('has one run at a time, is waited for when it is closed, and begins none afterwards', async () => {
    const [begun, work] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const run = vi.fn(() => {
      begun.resolve();
      return work.promise;
    });
    const job = new RegularJob({ everyMs: 1, run, onFailure: () => undefined });
    await begun.promise;
    await sleep(10); // some intervals
    let isClosed = false;
    const closed = job.close().then(() => (isClosed = true));
    await sleep(5);
    expect([run.mock.calls.length, isClosed]).toEqual([1, false]);
    work.resolve();
    await closed;
    await sleep(10);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

it('a failure is told of as one that is tried again', () => {
  const warned: unknown[] = [];
  const error = new Error('no database');
  triesAgain({ warn: (...line) => void warned.push(line) }, 'the inbox could not be cleaned')(error);
  expect(warned).toEqual([['the inbox could not be cleaned: it is tried again later', { error }]]);
});
