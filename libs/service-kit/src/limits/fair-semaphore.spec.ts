import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairSemaphore, type FairSemaphoreOptions, type Unserved } from './fair-semaphore.js';

class Refused extends Error {
  constructor(readonly why: Unserved) {
    super(why);
  }
}

const of = (options: Omit<FairSemaphoreOptions, 'refusal'>) =>
  new FairSemaphore({ ...options, refusal: (why) => new Refused(why) });

/** Work that ends when the test says so, and records when it began. */
class Work {
  readonly begun: string[] = [];
  private readonly ends: { readonly name: string; readonly end: () => void }[] = [];

  constructor(private readonly semaphore: FairSemaphore) {}

  ask(name: string, options = {}): Promise<string> {
    const account = name.charAt(0);
    return this.semaphore.run(account, () => this.begin(name), options);
  }

  /** Ends the work that began first, or that of this name. */
  async end(name?: string): Promise<void> {
    await settled();
    const at = name === undefined ? 0 : this.ends.findIndex((each) => each.name === name);
    this.ends.splice(at, 1)[0]?.end();
    await settled();
  }

  get running(): number {
    return this.ends.length;
  }

  private begin(name: string): Promise<string> {
    this.begun.push(name);
    return new Promise((resolve) => this.ends.push({ name, end: () => resolve(name) }));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const outcomeOf = (work: Promise<string>) =>
  work.catch((error: unknown) => (error instanceof Refused ? error.why : String(error)));

describe('a fair semaphore', () => {
  it('serves accounts in turn: one that asks once waits for one piece of another that asks for many', async () => {
    const semaphore = of({ atOnce: 1, maxWaiting: 10 });
    const work = new Work(semaphore);
    const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => work.ask(name));
    expect(semaphore.waiting).toBe(4);
    for (let n = 0; n < 5; n += 1) await work.end();
    expect(work.begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
  });

  it('gives a place to who does not wait only where one is free', async () => {
    const semaphore = of({ atOnce: 3, atOncePerAccount: 2, maxWaiting: 10 });
    const work = new Work(semaphore);
    void work.ask('a1');
    expect([semaphore.tryEnter('a'), semaphore.tryEnter('a')]).toEqual([true, false]);
    void work.ask('a2');
    semaphore.leave('a');
    await settled();
    expect(work.begun).toEqual(['a1', 'a2']);
    expect(semaphore.tryEnter('a')).toBe(false);
  });

  it('leaves places free for others where one account has as many as it may', async () => {
    const work = new Work(of({ atOnce: 3, atOncePerAccount: 2, maxWaiting: 10 }));
    const all = ['a1', 'a2', 'a3', 'b1'].map((name) => work.ask(name));
    await settled();
    expect(work.begun).toEqual(['a1', 'a2', 'b1']);
    await work.end('b1');
    expect(work.begun).toEqual(['a1', 'a2', 'b1']);
    await work.end('a2');
    expect(work.begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    await work.end();
    await work.end();
    expect(await Promise.all(all)).toHaveLength(4);
  });

  it('refuses who has its share of the places to wait, and nobody else', async () => {
    const work = new Work(of({ atOnce: 1, maxWaiting: 8, maxWaitingPerAccount: 2 }));
    const all = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => outcomeOf(work.ask(name)));
    for (let n = 0; n < 4; n += 1) await work.end();
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'account-full', 'b1']);
  });

  it('takes the place of whom most waits for, where all places are taken', async () => {
    const work = new Work(of({ atOnce: 1, maxWaiting: 3 }));
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'd1'].map((name) => outcomeOf(work.ask(name)));
    for (let n = 0; n < 4; n += 1) await work.end();
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'account-full', 'account-full', 'b1', 'c1', 'full']);
  });

  it('lets those leave whose time is over or who are given up, and goes on with the next', async () => {
    const semaphore = of({ atOnce: 1, maxWaiting: 3 });
    const work = new Work(semaphore);
    const abort = new AbortController();
    const all = [
      work.ask('a1'),
      work.ask('a2', { leftMs: 0 }),
      work.ask('b1', { signal: abort.signal }),
      work.ask('c1'),
    ].map(outcomeOf);
    abort.abort(new Error('gone'));
    expect(await Promise.all(all.slice(1, 3))).toEqual(['late', 'Error: gone']);
    expect(semaphore.waiting).toBe(1);
    await expect(work.ask('b2', { signal: abort.signal })).rejects.toThrow('gone');
    await work.end();
    await work.end();
    expect(await all[3]).toBe('c1');
    expect(work.begun).toEqual(['a1', 'c1']);
  });

  it('gives the turn on where the work fails', async () => {
    const semaphore = of({ atOnce: 1, maxWaiting: 1 });
    const failed = semaphore.run('a', () => Promise.reject(new Error('no')));
    const next = semaphore.run('a', () => Promise.resolve('next'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('never runs or holds more than it may, and answers everybody once', async () => {
    const limits = fc.record({
      atOnce: fc.integer({ min: 1, max: 4 }),
      atOncePerAccount: fc.integer({ min: 1, max: 4 }),
      maxWaiting: fc.integer({ min: 0, max: 8 }),
      maxWaitingPerAccount: fc.integer({ min: 0, max: 8 }),
    });
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'end'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(limits, names, async (options, steps) => {
        const semaphore = of(options);
        const work = new Work(semaphore);
        const all: Promise<string>[] = [];
        for (const [n, name] of steps.entries()) {
          if (name === 'end') await work.end();
          else all.push(outcomeOf(work.ask(`${name}${n}`)));
          expect(work.running).toBeLessThanOrEqual(options.atOnce);
          expect(semaphore.waiting).toBeLessThanOrEqual(options.maxWaiting);
        }
        await settled();
        while (work.running > 0) await work.end();
        const answers = await Promise.all(all);
        expect(answers.filter((each) => /\d/.test(each)).toSorted()).toEqual(work.begun.toSorted());
        expect(semaphore.waiting).toBe(0);
      }),
    );
  });
});
