import { describe, expect, it } from 'vitest';
import { DriftCache } from './team-counts.js';

const accountId = '01970000-0000-7000-8000-000000000001';
const teams = Array.from({ length: 1_750 }, (_, n) => ({ id: `team-${n}`, version: 1 }));

/** Every hundredth team differs; so many teams are compared before time is over. */
function comparing(comparedInTime: number) {
  const asked: number[] = [];
  let left = comparedInTime;
  const differing = async (ids: readonly string[]) => {
    asked.push(ids.length);
    left -= ids.length;
    if (left < 0) throw new Error('out of time');
    return ids.filter((id) => id.endsWith('00'));
  };
  const cache = new DriftCache();
  const drifting = () => cache.drifting(accountId, { teams: async () => teams, differing });
  return { asked, drifting, again: () => (left = comparedInTime) };
}

describe('which teams differ', () => {
  it('is found by parts, so that one statement takes no longer the more teams there are', async () => {
    const { asked, drifting } = comparing(Infinity);
    expect(await drifting()).toHaveLength(17);
    expect(asked).toEqual([500, 500, 500, 250]);
    expect(await drifting()).toHaveLength(17);
    expect(asked).toHaveLength(4);
  });

  it('is found in the end where no look has the time for all of them', async () => {
    const { asked, drifting, again } = comparing(1_000);
    await expect(drifting()).rejects.toThrow('out of time');
    again();
    expect(await drifting()).toHaveLength(17);
    expect(asked).toEqual([500, 500, 500, 500, 250]);
  });
});
