import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Origin } from '../domain/team.js';
import { TeamMembers } from './team-members.js';

const people = ['ann', 'bob', 'cy', 'dee'];
const origins: readonly Origin[] = (['directory', 'manual'] as const).map((source) => ({
  source,
  addedAt: '2026-01-01T00:00:00Z',
  addedBy: { kind: 'directory', id: 'okta' },
}));
type Sources = Map<string, Origin['source']>;

const some = fc.uniqueArray(fc.constantFrom(...people));
const sources = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...people), fc.constantFrom<Origin['source']>('directory', 'manual')),
  {
    selector: ([userId]) => userId,
  },
);
const decision = fc.oneof(
  fc.record({ kind: fc.constant('roster' as const), add: some, remove: some }),
  fc.record({ kind: fc.constant('join' as const), who: some, as: fc.constantFrom(...origins) }),
  fc.record({ kind: fc.constant('leave' as const), who: some }),
);

type Step = typeof decision extends fc.Arbitrary<infer T> ? T : never;

/** The simplest implementation of roster and memberships, to compare with. */
function plainly(roster: Set<string>, members: Sources, step: Step): void {
  if (step.kind === 'join') for (const userId of step.who) members.set(userId, step.as.source);
  else if (step.kind === 'leave') for (const userId of step.who) members.delete(userId);
  else {
    for (const userId of step.remove) roster.delete(userId);
    for (const userId of step.add) roster.add(userId);
  }
}

const sorted = (ids: Iterable<string>) => [...ids].toSorted();
const allOf = (lists: ReadonlyMap<Origin, readonly string[]>) => sorted([...lists.values()].flat());

test('what decisions have done is seen by the next one, and what is written leads from the loaded state to the last', () => {
  fc.assert(
    fc.property(some, sources, fc.array(decision), (listed, loaded, steps) => {
      const [roster, members]: [Set<string>, Sources] = [new Set(listed), new Map(loaded)];
      const from = (source: string) => new Set(loaded.flatMap(([userId, by]) => (by === source ? [userId] : [])));
      const team = new TeamMembers({
        roster: new Set(listed),
        directory: from('directory'),
        manual: from('manual'),
        of: 'everybody',
      });
      for (const step of steps) {
        plainly(roster, members, step);
        if (step.kind === 'join') team.join(step.who, step.as);
        else if (step.kind === 'leave') team.leave(step.who);
        else team.takeRoster(step.add, step.remove);
        expect(sorted(team.roster())).toEqual(sorted(roster));
        const some = new Set(people.slice(1));
        expect(sorted(team.listedAmong(some))).toEqual(sorted(roster.intersection(some)));
        expect(sorted(team.unlistedAmong(some))).toEqual(sorted(some.difference(roster)));
        expect(sorted(team.memberships())).toEqual(sorted(members.keys()));
        expect(people.map((userId) => [team.inRoster(userId), team.source(userId)])).toEqual(
          people.map((userId) => [roster.has(userId), members.get(userId)]),
        );
      }
      const before = new Map(loaded);
      const { rosterAdded, rosterRemoved, joined, rejoined, membersRemoved } = team.difference();
      expect(sorted(rosterAdded)).toEqual(sorted(roster).filter((userId) => !listed.includes(userId)));
      expect(sorted(rosterRemoved)).toEqual(sorted(listed).filter((userId) => !roster.has(userId)));
      expect(allOf(joined)).toEqual(sorted(members.keys()).filter((userId) => !before.has(userId)));
      expect(sorted(membersRemoved)).toEqual(sorted(before.keys()).filter((userId) => !members.has(userId)));
      for (const [as, userIds] of rejoined) {
        for (const userId of userIds) expect([before.has(userId), members.get(userId)]).toEqual([true, as.source]);
      }
      const newWay = sorted(before.keys()).filter((id) => members.has(id) && members.get(id) !== before.get(id));
      expect(allOf(rejoined)).toEqual(expect.arrayContaining(newWay));
    }),
  );
});

test('nobody is spoken of who was not loaded', () => {
  const ann = new Set(['ann']);
  const team = new TeamMembers({ roster: ann, directory: new Set(), manual: new Set(), of: ann });
  expect(team.inRoster('ann')).toBe(true);
  expect(() => team.inRoster('bob')).toThrow('not asked for');
  expect(() => team.listedAmong(new Set(['ann', 'bob']))).toThrow('not asked for');
  expect(() => team.unlistedAmong(new Set(['ann', 'bob']))).toThrow('not asked for');
  expect(() => team.roster()).toThrow('not all members');
});
