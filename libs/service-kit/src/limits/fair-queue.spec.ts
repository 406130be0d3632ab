import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

interface Item {
  readonly account: string;
  readonly n: number;
}

const account = fc.constantFrom('a', 'b', 'c', 'd');

type Step = { readonly does: 'add' | 'remove' | 'drop'; readonly account: string } | { readonly does: 'take' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('add' as const), account }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('remove' as const, 'drop' as const), account }) },
);

/** A queue beside a plain list of what must be in it. */
class Watched {
  readonly queue = new FairQueue<Item>();
  readonly inside: Item[] = [];
  readonly taken: Item[] = [];
  private made = 0;

  do(one: Step): void {
    if (one.does === 'take') this.take();
    else if (one.does === 'add') this.add(one.account);
    else if (one.does === 'drop') this.forget(this.queue.dropLast(one.account), this.of(one.account).at(-1));
    else this.remove(one.account);
  }

  of(name: string): Item[] {
    return this.inside.filter((each) => each.account === name);
  }

  private add(name: string): void {
    const item = { account: name, n: this.made++ };
    this.inside.push(item);
    this.queue.add(name, item);
  }

  private take(): void {
    const item = this.queue.take();
    if (!item) return expect(this.inside).toEqual([]);
    this.forget(item, this.of(item.account)[0]);
    this.taken.push(item);
  }

  private remove(name: string): void {
    const item = this.of(name)[0] ?? { account: name, n: -1 };
    expect(this.queue.remove(name, item)).toBe(item.n >= 0);
    if (item.n >= 0) this.inside.splice(this.inside.indexOf(item), 1);
  }

  private forget(item: Item | undefined, expected: Item | undefined): void {
    expect(item).toBe(expected);
    if (item) this.inside.splice(this.inside.indexOf(item), 1);
  }
}

describe('a fair queue', () => {
  it('loses nothing, keeps each account’s order, and counts what it holds, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const watched = new Watched();
        for (const one of steps) {
          watched.do(one);
          expect(watched.queue.size).toBe(watched.inside.length);
          for (const name of 'abcd') expect(watched.queue.sizeOf(name)).toBe(watched.of(name).length);
        }
      }),
    );
  });

  it('lets the n-th item of an account wait for at most n of every other account, however many come', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 4 }), (steps, others) => {
        const watched = new Watched();
        for (const one of steps) watched.do(one);
        watched.do({ does: 'add', account: 'new' });
        const before = watched.of('new').length;
        const began = watched.taken.length;
        while (watched.of('new').length > 0) {
          for (let n = 0; n < others; n += 1) watched.do({ does: 'add', account: 'abcd'.charAt(n) });
          watched.do({ does: 'take' });
        }
        const waitedFor = watched.taken.slice(began);
        for (const name of 'abcd') {
          expect(waitedFor.filter((each) => each.account === name).length).toBeLessThanOrEqual(before);
        }
      }),
    );
  });

  it('passes over an account that may not be served, and keeps its place', () => {
    const queue = new FairQueue<string>();
    queue.add('a', 'a1');
    queue.add('b', 'b1');
    queue.add('b', 'b2');
    expect(queue.take((name) => name !== 'a')).toBe('b1');
    expect(queue.take()).toBe('a1');
    expect(queue.take((name) => name === 'a')).toBeUndefined();
    expect([queue.longest(), queue.take(), queue.longest()]).toEqual(['b', 'b2', undefined]);
  });
});
