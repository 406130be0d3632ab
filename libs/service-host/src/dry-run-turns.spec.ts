import { Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { inTurns } from './dry-run-turns.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('dry runs of several commands', () => {
  it('are decided one at a time of each account and two in all; who has too many waiting is told to come again', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const dryRuns = inTurns(({ accountId }) => {
      begun.push(accountId);
      return new Promise((resolve) => ends.push(() => resolve([])));
    });
    const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : error);
    const all = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'].map((accountId) =>
      dryRuns({ accountId, messages: [] }).catch(codeOf),
    );
    await settled();
    expect(begun).toEqual(['a', 'b']);
    for (let at = 0; at < 7; at += 1) {
      ends[at]?.();
      await settled();
    }
    expect(begun.toSorted()).toEqual(['a', 'a', 'a', 'a', 'a', 'b', 'c']);
    expect((await Promise.all(all)).filter((each) => each === 'dry-runs-busy')).toHaveLength(1);
  });
});
