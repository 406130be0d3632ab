import { describe, expect, it } from 'vitest';
import { ListTurns } from './list-turns.js';

describe('lists that look through everything', () => {
  it('are read one at a time of each account, two in all, and leave a turn to the others', async () => {
    const turns = new ListTurns();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const read = (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const all = [
      ...['a1', 'a2', 'b1', 'c1'].map((name) => turns.run(name.charAt(0), read(name), true)),
      turns.run('d', read('d1')),
    ];
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    expect(begun).toEqual(['a1', 'd1', 'b1'].sort((one, other) => begun.indexOf(one) - begun.indexOf(other)));
    expect(begun).toHaveLength(3);
    for (let n = 0; n < all.length; n += 1) {
      ends[n]?.();
      await settled();
    }
    await Promise.all(all);
    expect([...begun].sort()).toEqual(['a1', 'a2', 'b1', 'c1', 'd1']);
  });
});
