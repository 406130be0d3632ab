import { describe, expect, it } from 'vitest';
import type { Team } from '../domain/team.js';
import { DriftCache, TeamCountCache } from './team-counts.js';

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

const at = '2026-11-30T00:00:00.000Z';
const named = { accountId, id: 'team', version: 1, displayName: 'Team' };
const team: Team = { ...named, ownedBy: 'workspace', createdAt: at, updatedAt: at };

describe('how many are in each team', () => {
  it('is cached by account: who has many teams forgets its own, and nobody else’s', async () => {
    const asked: string[] = [];
    const cache = new TeamCountCache(async (_, some) => {
      asked.push(...some.map(({ id }) => id));
      return some.map(({ id }) => ({ id, members: 1, extra: 0, missing: 0 }));
    }, 2);
    const teamsOf = (account: string, ...ids: string[]) =>
      cache.of(
        account,
        ids.map((id) => ({ ...team, accountId: account, id })),
      );
    await teamsOf('acme', 'a');
    await teamsOf('globex', 'b', 'c', 'd');
    asked.length = 0;
    await teamsOf('acme', 'a');
    await teamsOf('globex', 'c', 'd');
    expect(asked).toEqual([]);
    await teamsOf('globex', 'b');
    expect(asked).toEqual(['b']);
  });
});
