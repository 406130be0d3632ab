import { describe, expect, it } from 'vitest';
import { Semaphore } from './semaphore.js';

const refused = new Error('refused');
const of = (atOnce: number, maxWaiting: number) => new Semaphore({ atOnce, maxWaiting, refusal: () => refused });

/** Work that ends when the test says so, and records when it began. */
function piecesOf(names: readonly string[]) {
  const begun: string[] = [];
  const ends = new Map(names.map((name) => [name, Promise.withResolvers<string>()]));
  const work = (name: string) => () => {
    begun.push(name);
    return ends.get(name)?.promise ?? Promise.reject(new Error(name));
  };
  return {
    begun,
    work,
    end: (name: string) => ends.get(name)?.resolve(name),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
}

describe('a semaphore', () => {
  it('lets so many run at a time, and the others in their order', async () => {
    const semaphore = of(2, 2);
    const { begun, work, end } = piecesOf(['a', 'b', 'c', 'd']);
    const all = ['a', 'b', 'c', 'd'].map((name) => semaphore.run(work(name)));
    await Promise.resolve();
    expect([begun, semaphore.waiting]).toEqual([['a', 'b'], 2]);
    end('b');
    expect(await all[1]).toBe('b');
    await Promise.resolve();
    expect([begun, semaphore.waiting]).toEqual([['a', 'b', 'c'], 1]);
    for (const name of ['a', 'c', 'd']) end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses what comes when enough wait, and only that', async () => {
    const semaphore = of(1, 1);
    const { begun, work, end } = piecesOf(['a', 'b', 'c']);
    const [first, second] = [semaphore.run(work('a')), semaphore.run(work('b'))];
    await expect(semaphore.run(work('c'))).rejects.toBe(refused);
    end('a');
    end('b');
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
    expect(begun).toEqual(['a', 'b']);
  });

  it('refuses what waited longer than it may, and goes on with the next', async () => {
    const semaphore = of(1, 2);
    const { begun, work, end } = piecesOf(['a', 'b', 'c']);
    const all = Promise.allSettled([semaphore.run(work('a')), semaphore.run(work('b'), 0), semaphore.run(work('c'))]);
    end('a');
    end('c');
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(begun).toEqual(['a', 'c']);
  });

  it('gives the turn on where the work fails, and says what it died of', async () => {
    const semaphore = of(1, 1);
    const { work, end, fail } = piecesOf(['a', 'b']);
    const [first, second] = [semaphore.run(work('a')), semaphore.run(work('b'))];
    fail('a');
    end('b');
    await expect(first).rejects.toThrow('a');
    expect(await second).toBe('b');
  });
});
