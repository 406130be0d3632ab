import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { DeliveryLoop } from './delivery-loop.js';

/** Works of which the test says when each ends. */
function workbench(waiting: string[]) {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const failures: unknown[] = [];
  const loop = new DeliveryLoop<string>({
    everyMs: 5,
    atOnce: 2,
    take: (count) => Promise.resolve(waiting.splice(0, count)),
    work: (turn) => {
      begun.push(turn);
      return new Promise((resolve, reject) => ends.set(turn, (error) => (error ? reject(error) : resolve())));
    },
    onFailure: (error) => failures.push(error),
  });
  return { begun, end: (turn: string, error?: Error) => ends.get(turn)?.(error), failures, loop };
}

describe('a delivery loop', () => {
  it('has so many turns under way, and fills a place that becomes free while the other one is slow', async () => {
    const { begun, end, loop } = workbench(['slow', 'b', 'c', 'd']);
    await eventually(() => expect(begun).toEqual(['slow', 'b']), 'two turns begin');
    end('b');
    await eventually(() => expect(begun).toEqual(['slow', 'b', 'c']), 'the next one begins');
    for (const turn of ['slow', 'c']) end(turn);
    await loop.close();
  });

  it('goes on after a turn that failed', async () => {
    const { begun, end, failures, loop } = workbench(['a', 'b', 'c']);
    await eventually(() => expect(begun).toEqual(['a', 'b']), 'two turns begin');
    end('a', new Error('gone'));
    await eventually(() => expect(begun).toEqual(['a', 'b', 'c']), 'the next one begins');
    expect(failures).toEqual([new Error('gone')]);
    for (const turn of ['b', 'c']) end(turn);
    await loop.close();
  });

  it('begins nothing more when it is closed, and waits for what is under way', async () => {
    const { begun, end, loop } = workbench(['a', 'b', 'c']);
    await eventually(() => expect(begun).toEqual(['a', 'b']), 'two turns begin');
    let isClosed = false;
    const closing = loop.close().then(() => (isClosed = true));
    end('a');
    await Promise.resolve();
    expect(isClosed).toBe(false);
    end('b');
    await closing;
    expect(begun).toEqual(['a', 'b']);
  });
});

it('a delivery loop that is woken looks at once, and once more where it was looking', async () => {
  let looks = 0;
  const seen = Promise.withResolvers<void>();
  const loop = new DeliveryLoop<string>({
    everyMs: 3_600_000,
    atOnce: 1,
    take: async () => {
      looks += 1;
      if (looks === 1) await seen.promise;
      return [];
    },
    work: () => Promise.resolve(),
    onFailure: () => undefined,
  });
  loop.wake();
  loop.wake();
  loop.wake();
  expect(looks).toBe(1);
  seen.resolve();
  await eventually(() => expect(looks).toBe(2), 'it has looked again');
  await loop.close();
  loop.wake();
  expect(looks).toBe(2);
});
