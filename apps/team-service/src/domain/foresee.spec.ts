import { finished, type Decision } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountId, actor, at, bookOf, everybody, team } from '../../test/support/one-team.js';
import { decideChangeTeam } from './change-team.js';
import { decideDeleteTeam } from './delete-team.js';
import { foresee } from './foresee.js';
import { decideHandBack } from './hand-back.js';
import { decideAddByHand, decideRemoveByHand } from './manual-changes.js';
import { decidePushTeam } from './push-team.js';
import type { Change } from './team-state.js';
import type { Team } from './team.js';

const now = new Date(at);
const ids = { accountId, teamId: team.id, actor };
const { ownedSince: _, ...rest } = team;
const ofWorkspace: Team = { ...rest, ownedBy: 'workspace' };
const some = fc.uniqueArray(fc.constantFrom(...everybody));
const step = fc.record({
  change: fc.constantFrom('add-members' as const, 'remove-members' as const, 'replace-members' as const),
  userIds: some,
});

describe('what a decision about a team would change', () => {
  it('is, of its members, exactly what carrying it out changes', () => {
    fc.assert(
      fc.property(some, fc.array(step, { maxLength: 4 }), fc.boolean(), (before, steps, isTakeover) => {
        const state = bookOf(before, isTakeover ? ofWorkspace : team);
        const changes = steps.map(({ change, userIds }) => ({ change, members: { userIds } }));
        const decision = finished(decideChangeTeam({ ...ids, changes }, state, now, 'request'));
        const told = foresee(decision, state);
        const was = new Set(state.members(team).memberships());
        state.apply(decision.changes, {} as never);
        const would = new Set(state.members(team).memberships());
        const sorted = (of: ReadonlySet<string>) => [...of].sort();
        expect(told.membersGained?.ids ?? []).toEqual(sorted(would.difference(was)));
        if (told.membersLost?.notBefore === undefined)
          expect(told.membersLost?.ids ?? []).toEqual(sorted(was.difference(would)));
        else expect([told.membersLost.ids, sorted(would)]).toEqual([sorted(was), sorted(was)]);
        expect(told.changed).toBe(decision.changes.length > 0);
      }),
    );
  });

  const pushed = (userIds: string[], before: string[]) => {
    const state = bookOf(before, ofWorkspace);
    const command = { ...ids, teamId: 'new', displayName: 'design', members: { userIds } };
    return foresee(finished(decidePushTeam(command, state, now, 'request')), state);
  };

  it('is a takeover, with who would get in and who would be put out', () => {
    expect(pushed(['bob', 'cy'], ['ann', 'bob'])).toEqual({
      changed: true,
      outcome: 'taken-over',
      events: ['team.taken-over', 'team.updated', 'team.members-added', 'team.members-removed'],
      attributes: [
        { attribute: 'displayName', from: 'Design', to: 'design' },
        { attribute: 'ownedBy', from: 'workspace', to: 'directory' },
      ],
      membersGained: { count: 1, ids: ['cy'] },
      membersLost: { count: 1, ids: ['ann'] },
      roster: { added: 2, removed: 0 },
    });
  });

  it('says until when those stay whom an empty group would put out (rule 11)', () => {
    const notBefore = new Date(now.getTime() + 60_000).toISOString();
    expect(pushed([], ['ann', 'bob']).membersLost).toEqual({ count: 2, ids: ['ann', 'bob'], notBefore });
  });

  const told = (decision: Decision<Change>, state = bookOf(['ann'])) => foresee(decision, state);

  it('is everybody, where the team would be deleted', () => {
    const state = bookOf(['bob', 'ann']);
    expect(told(decideDeleteTeam(ids, state, now), state)).toMatchObject({
      outcome: 'deleted',
      membersLost: { count: 2, ids: ['ann', 'bob'] },
    });
  });

  it('says that the reconciler would undo what people do by hand (rule 14), and in which mode it is', () => {
    const admin = { ...ids, actor: { kind: 'admin', id: 'x' } as const };
    const state = bookOf(['ann']);
    expect(told(decideAddByHand({ ...admin, userId: 'bob' }, state, now))).toMatchObject({
      membersGained: { ids: ['bob'] },
      reconciler: { would: 'evict', mode: 'enforce' },
    });
    expect(told(decideRemoveByHand({ ...admin, userId: 'ann' }, state, now))).toMatchObject({
      membersLost: { ids: ['ann'] },
      reconciler: { would: 'restore', mode: 'enforce' },
    });
    const own = bookOf([], ofWorkspace);
    expect(told(decideAddByHand({ ...admin, userId: 'bob' }, own, now), own)).not.toHaveProperty('reconciler');
    expect(told(decideHandBack(admin, state, now))).not.toHaveProperty('reconciler');
  });

  it('names a thousand people, and counts all', () => {
    const many = Array.from({ length: 1_500 }, (_unused, index) => `u${String(index).padStart(4, '0')}`);
    const state = bookOf(many);
    const { membersLost } = told(decideDeleteTeam(ids, state, now), state);
    expect([membersLost?.count, membersLost?.ids.length, membersLost?.ids[0]]).toEqual([1_500, 1_000, 'u0000']);
  });
});
