import { finished, type ChangeTeam } from '@rollcall/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountId, actor, at, bookOf, everybody, team } from '../../test/support/one-team.js';
import { decideChangeTeam } from './change-team.js';

const some = fc.uniqueArray(fc.constantFrom(...everybody));
const step = fc.record({
  change: fc.constantFrom('add-members' as const, 'remove-members' as const, 'replace-members' as const),
  userIds: some,
});

test('the roster becomes what the operations say one after the other, and only what differs is changed or told', () => {
  fc.assert(
    fc.property(some, fc.array(step, { maxLength: 5 }), (before, steps) => {
      let expected = new Set(before);
      for (const { change, userIds } of steps) {
        if (change === 'add-members') expected = expected.union(new Set(userIds));
        else if (change === 'remove-members') expected = expected.difference(new Set(userIds));
        else expected = new Set(userIds);
      }
      const state = bookOf(before);
      const changes = steps.map(({ change, userIds }) => ({ change, members: { userIds } }));
      const command: ChangeTeam = { accountId, teamId: team.id, actor, changes };
      const decision = finished(decideChangeTeam(command, state, new Date(at), { id: team.id }));
      const roster = decision.changes.find((each) => each.kind === 'roster');
      const sorted = (ids: Iterable<string>) => [...ids].sort();
      expect(sorted(roster?.add ?? [])).toEqual(sorted(expected.difference(new Set(before))));
      expect(sorted(roster?.remove ?? [])).toEqual(sorted(new Set(before).difference(expected)));
      const isSame = expected.symmetricDifference(new Set(before)).size === 0;
      expect([decision.events.length === 0, decision.changes.length === 0, decision.reply?.version === 7]).toEqual([
        isSame,
        isSame,
        isSame,
      ]);
    }),
  );
});
