import { describe, expect, it } from 'vitest';
import { BodyBudget, bytesPerMs } from './body-budget.js';

const budget = (waitMs = 10_000) => new BodyBudget({ totalBytes: 100, accountBytes: 60, waitMs });
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('the memory for large bodies', () => {
  it('is refused to an account beyond its share, and never to another one for that', async () => {
    const bodies = budget();
    const giveBack = await bodies.take('one', 40);
    await expect(bodies.take('one', 30)).rejects.toThrow(refusal('bodies-of-account'));
    const others = await bodies.take('other', 60);
    giveBack();
    giveBack(); // counts once
    await expect(bodies.take('other', 10)).rejects.toThrow(refusal('bodies-of-account'));
    others();
    expect(await bodies.take('other', 60)).toBeTypeOf('function');
  });

  it('lets one body of an account be larger than the share', async () => {
    const bodies = budget();
    expect(await bodies.take('one', 90)).toBeTypeOf('function');
    await expect(bodies.take('one', 1)).rejects.toThrow(refusal('bodies-of-account'));
  });

  it('is waited for in the order of arrival, once it is all taken', async () => {
    const bodies = budget();
    const first = await bodies.take('one', 60);
    const order: string[] = [];
    const taking = (account: string, bytes: number) =>
      bodies.take(account, bytes).then((giveBack) => (order.push(account), giveBack));
    const [second, third] = [taking('two', 60), taking('three', 30)];
    await Promise.resolve();
    expect(order).toEqual([]); // the third would fit, but the second came before it
    first();
    const giveBack = await second;
    await third;
    expect(order).toEqual(['two', 'three']);
    giveBack();
  });

  it('is waited for by no small one that there is room for, whoever waits', async () => {
    const bodies = new BodyBudget({ totalBytes: 100, accountBytes: 60, waitMs: 10_000, passingBytes: 10 });
    const [first, second] = [await bodies.take('one', 55), await bodies.take('two', 40)];
    const order: string[] = [];
    const taking = (account: string, bytes: number) =>
      bodies.take(account, bytes).then((giveBack) => (order.push(account), giveBack));
    const waiting = [taking('large', 60), taking('small', 10)];
    const small = await bodies.take('smaller', 5);
    expect(order).toEqual([]);
    small();
    second();
    await waiting[1];
    expect(order).toEqual(['small']);
    first();
    await waiting[0];
    expect(order).toEqual(['small', 'large']);
  });

  it('counts what waits for its account, and forgets who has waited too long', async () => {
    const bodies = budget(20);
    const first = await bodies.take('one', 60);
    const waiting = bodies.take('two', 60);
    await expect(bodies.take('two', 10)).rejects.toThrow(refusal('bodies-of-account'));
    await expect(waiting).rejects.toThrow(refusal('bodies-overload'));
    first();
    expect(await bodies.take('two', 60)).toBeTypeOf('function');
  });

  it('goes to the next in line when the one before it gives up', async () => {
    const bodies = new BodyBudget({ totalBytes: 100, accountBytes: 100, waitMs: 50 });
    await bodies.take('one', 60);
    const tooLarge = bodies.take('two', 60);
    const fits = bodies.take('three', 30);
    await expect(tooLarge).rejects.toThrow(refusal('bodies-overload'));
    expect(await fits).toBeTypeOf('function');
  });
});

describe('the time for large bodies', () => {
  it('is shared out by the millisecond: all together are read at one rate, and what nobody has read is not made up for', () => {
    let now = 0;
    const bodies = new BodyBudget({ totalBytes: 100, accountBytes: 60, waitMs: 0 }, () => now);
    expect(bodies.pauseMs(3 * bytesPerMs)).toBe(0);
    expect(bodies.pauseMs(2 * bytesPerMs)).toBeCloseTo(5);
    expect(bodies.pauseMs(bytesPerMs)).toBeCloseTo(6); // of another body
    now = 5;
    expect(bodies.pauseMs(bytesPerMs)).toBe(0);
    now = 1_000;
    expect(bodies.pauseMs(3 * bytesPerMs)).toBe(0);
    expect(bodies.pauseMs(7 * bytesPerMs)).toBeCloseTo(10);
  });
});
