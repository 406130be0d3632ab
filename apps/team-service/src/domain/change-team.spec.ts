import { defaultAccountSettings, finished, type Actor, type ChangeTeam } from '@rollcall/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf } from '@rollcall/persistence';
import { TeamMembers } from '../persistence/team-members.js';
import { TeamUnitOfWork } from '../persistence/team-unit-of-work.js';
import { decideChangeTeam } from './change-team.js';
import type { Team } from './team.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const actor: Actor = { kind: 'directory', id: 'okta' };
const at = '2026-11-26T10:00:00.000Z';
const team: Team = {
  accountId,
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  version: 7,
  displayName: 'Design',
  ownedBy: 'directory',
  ownedSince: at,
  createdAt: at,
  updatedAt: at,
};
const everybody = ['ann', 'bob', 'cy', 'dee'];

const some = fc.uniqueArray(fc.constantFrom(...everybody));
const step = fc.record({
  change: fc.constantFrom('add-members' as const, 'remove-members' as const, 'replace-members' as const),
  userIds: some,
});

/** A state with one team, in which all users are known. */
function bookOf(roster: readonly string[]): TeamUnitOfWork {
  const of = {
    roster: new Set(roster),
    directory: new Set(roster),
    manual: new Set<string>(),
    of: 'everybody',
  } as const;
  return new TeamUnitOfWork({
    accounts: [{ id: accountId, version: 1, settings: defaultAccountSettings, mode: 'enforce' }],
    teams: [team],
    people: [],
    inline: new Map([[accountId, new Set(everybody)]]),
    unknownUserIds: new Map(),
    groups: new Map(),
    members: new Map([[keyOf(accountId, team.id), new TeamMembers(of)]]),
    staged: new Map(),
    teamsOfLeavers: new Map(),
    held: new Set(),
    unasked: new Set(),
  });
}

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
      const decision = finished(decideChangeTeam(command, state, new Date(at)));
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
