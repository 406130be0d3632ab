import { describe, expect, it } from 'vitest';
import { Leaver } from '../load/leaver.js';
import { Person } from '../load/person.js';
import { ReviewedTeam } from '../load/reviewed-team.js';
import { newTeam, outcomeOf, type ModelTeam, type TakeoverAct } from '../load/takeover-model.js';
import type { UserFact } from './facts.js';
import { wrongWithLeaver, wrongWithTeam } from './reviewed.js';

const acts: readonly TakeoverAct[] = [
  { do: 'hand', userId: 'ann', enters: true },
  { do: 'push', members: [] },
  { do: 'member', userId: 'bob', enters: true },
];
const waiting = acts.reduce((team, act) => outcomeOf(act, team).after, newTeam);
const allowed = outcomeOf({ do: 'allow' }, waiting).after;
const eventsOf = (team: ModelTeam, of: object = {}) => ({
  of: () => ({ ownedBy: team.ownedBy, members: new Set(team.members), takeover: team.takeover?.state, ...of }),
});

/** A team whose allowing nobody knows the outcome of. */
function unknown(): ReviewedTeam {
  const team = new ReviewedTeam('west', '1', 'Design');
  team.acknowledge(waiting);
  team.perhaps(allowed);
  return team;
}

describe('a takeover of which nobody was told (I11)', () => {
  it.each([
    ['has not happened', waiting],
    ['has happened', allowed],
  ])('%s, wholly', (_, is) => {
    expect(wrongWithTeam(unknown(), is, eventsOf(is))).toEqual([]);
  });

  it.each<[string, ModelTeam]>([
    ['the owner has changed, and not the members', { ...allowed, members: waiting.members }],
    ['the members have, and not the owner', { ...waiting, members: allowed.members }],
    [
      'the former members are lost',
      { ...allowed, takeover: { ...waiting.takeover, state: 'done', former: new Set() } as never },
    ], // half of it, on purpose
  ])('is seen where %s', (_, is) => {
    expect(wrongWithTeam(unknown(), is, eventsOf(is))).toHaveLength(1);
  });

  it('is seen where its events tell other members, another owner or another state', () => {
    for (const of of [{ members: new Set() }, { ownedBy: 'workspace' }, { takeover: 'allowed' }])
      expect(wrongWithTeam(unknown(), allowed, eventsOf(allowed, of))).toHaveLength(1);
  });
});

describe('a person whom the brake has held (I12)', () => {
  const person = Object.assign(new Person('west', 'ann@people.example'), { id: 'ann' });
  const facts = (active: boolean, row?: 'held' | 'approved' | 'declined', held = row !== undefined) => ({
    users: [{ id: 'ann', active, held } as UserFact], // all that is read
    leavers: row ? [{ userId: 'ann', state: row }] : [],
  });
  const leaver = (act: (one: Leaver) => void) => {
    const one = new Leaver(person);
    act(one);
    return one;
  };

  it('has left once approved, and is seen where she stays', () => {
    const approved = leaver((one) => one.approve());
    expect(wrongWithLeaver(approved, facts(false))).toEqual([]);
    expect(wrongWithLeaver(approved, facts(true))).toHaveLength(1);
  });

  it('is active and on the list while she is held, and is seen where she is only half of that', () => {
    const held = leaver((one) => one.held.acknowledge('held'));
    expect(wrongWithLeaver(held, facts(true, 'held'))).toEqual([]);
    for (const half of [facts(false, 'held'), facts(true), facts(true, 'held', false)])
      expect(wrongWithLeaver(held, half).length).toBeGreaterThan(0);
  });
});
