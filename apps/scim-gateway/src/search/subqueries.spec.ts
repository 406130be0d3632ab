import { maxIds } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import type { Subquery } from '../resources/search-filter.js';
import { answersTo } from './subqueries.js';

const named = (value: string): Subquery => ({
  of: 'members-of-teams',
  filter: { is: 'equals', attribute: 'displayName', value },
});
const many = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('subqueries behind a filter', () => {
  it('are answered in their order, equal ones asked once, one after the other', async () => {
    const asked: Subquery[] = [];
    let atOnce = 0;
    const answers = await answersTo([named('a'), named('b'), named('a')], async (subquery) => {
      asked.push(subquery);
      atOnce += 1;
      await new Promise((resolve) => setImmediate(resolve));
      expect(atOnce).toBe(1);
      atOnce -= 1;
      return [`of ${asked.length}`];
    });
    expect(answers).toEqual([['of 1'], ['of 2'], ['of 1']]);
    expect(asked).toEqual([named('a'), named('b')]);
  });

  it('are at most four different ones, or none is asked', async () => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    await answersTo(['a', 'b', 'c', 'd', 'a'].map(named), ask);
    expect(asked).toBe(4);
    await expect(answersTo(['a', 'b', 'c', 'd', 'e'].map(named), ask)).rejects.toMatchObject({
      scimType: 'tooMany',
      message: expect.stringContaining('more than 4 different conditions on groups') as string,
    });
    expect(asked).toBe(4);
  });

  it('name at most so many users together as one service tells another, each time they are said', async () => {
    const half = () => Promise.resolve(many(maxIds / 2));
    await expect(answersTo([named('a'), named('b')], half)).resolves.toHaveLength(2);
    const refused = { code: 'too-many-found', facts: { most: maxIds } };
    await expect(answersTo(['a', 'b', 'c'].map(named), () => Promise.resolve(many(40_000)))).rejects.toMatchObject(
      refused,
    );
    await expect(answersTo(['a', 'a', 'a'].map(named), () => Promise.resolve(many(40_000)))).rejects.toMatchObject(
      refused,
    );
  });
});
