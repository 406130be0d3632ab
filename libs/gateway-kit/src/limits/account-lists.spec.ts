import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Hold } from '../port/hold.js';
import { AccountLists } from './account-lists.js';

/** A request that is over when the spec says so. */
function request() {
  const ends: (() => void)[] = [];
  const hold: Pick<Hold, 'leftMs' | 'signal' | 'untilOver'> = {
    leftMs: 10_000,
    signal: new AbortController().signal,
    untilOver: (end) => void ends.push(end),
  };
  return { hold: hold as Hold, over: () => ends.forEach((end) => end()) };
}

it('a list of an account begins when the one before is over and, beside others, the account has rested for twice as long as that took', async () => {
  const limits = { areSeveral: true };
  const lists = new AccountLists(1, limits);
  const [first, second, ofOther] = [request(), request(), request()];
  await lists.turn('a', first);
  let began = 0;
  const next = lists.turn('a', second).then(() => (began = performance.now()));
  await lists.turn('b', ofOther);
  await sleep(100);
  expect(began).toBe(0);
  const over = performance.now();
  first.over();
  await next;
  expect(began - over).toBeGreaterThan(180);
  expect(began - over).toBeLessThan(1_000);

  const third = request();
  const afterSecond = lists.turn('a', third).then(() => (began = performance.now()));
  await sleep(100);
  limits.areSeveral = false;
  const alone = performance.now();
  second.over();
  await afterSecond;
  expect(began - alone).toBeLessThan(50);
});
