import { finished, type Decision } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  actor,
  aTakeover,
  at,
  bookOf,
  everybody,
  ofWorkspace,
  takeoverId,
  team,
} from '../../test/support/one-team.js';
import { decideChangeTeam } from './change-team.js';
import { decideAllowTakeover, decideDeclineTakeover, decideUndoTakeover } from './decide-takeover.js';
import { decideDeleteTeam } from './delete-team.js';
import { foresee } from './foresee.js';
import { decideHandBack } from './hand-back.js';
import { decideAddByHand, decideRemoveByHand } from './manual-changes.js';
import { decidePushTeam } from './push-team.js';
import type { Takeover } from './takeover.js';
import type { Change } from './team-state.js';

const now = new Date(at);
const ids = { accountId, teamId: team.id, actor };
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
        const decision = finished(decideChangeTeam({ ...ids, changes }, state, now, { id: 'request' }));
        const foreseen = foresee(decision, state);
        const was = new Set(state.members(team).memberships());
        state.apply(decision.changes, {} as never);
        const would = new Set(state.members(team).memberships());
        const sorted = (of: ReadonlySet<string>) => [...of].sort();
        expect(foreseen.membersGained?.ids ?? []).toEqual(sorted(would.difference(was)));
        if (foreseen.membersLost?.notBefore === undefined)
          expect(foreseen.membersLost?.ids ?? []).toEqual(sorted(was.difference(would)));
        else expect([foreseen.membersLost.ids, sorted(would)]).toEqual([sorted(was), sorted(was)]);
        expect(foreseen.changed).toBe(decision.changes.length > 0);
      }),
    );
  });

  const pushed = (userIds: string[], before: string[]) => {
    const state = bookOf(before, ofWorkspace);
    const command = { ...ids, teamId: 'new', displayName: 'design', members: { userIds } };
    return foresee(finished(decidePushTeam(command, state, now, { id: 'request' })), state);
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

  const foreseen = (decision: Decision<Change>, state = bookOf(['ann'])) => foresee(decision, state);

  it('is everybody, where the team would be deleted', () => {
    const state = bookOf(['bob', 'ann']);
    expect(foreseen(decideDeleteTeam(ids, state, now), state)).toMatchObject({
      outcome: 'deleted',
      membersLost: { count: 2, ids: ['ann', 'bob'] },
    });
  });

  it('says that the reconciler would undo what people do by hand (rule 14), and in which mode it is', () => {
    const admin = { ...ids, actor: { kind: 'admin', id: 'x' } as const };
    const state = bookOf(['ann']);
    expect(foreseen(decideAddByHand({ ...admin, userId: 'bob' }, state, now))).toMatchObject({
      membersGained: { ids: ['bob'] },
      reconciler: { would: 'evict', mode: 'enforce' },
    });
    expect(foreseen(decideRemoveByHand({ ...admin, userId: 'ann' }, state, now))).toMatchObject({
      membersLost: { ids: ['ann'] },
      reconciler: { would: 'restore', mode: 'enforce' },
    });
    const own = bookOf([], ofWorkspace);
    expect(foreseen(decideAddByHand({ ...admin, userId: 'bob' }, own, now), own)).not.toHaveProperty('reconciler');
    expect(foreseen(decideHandBack(admin, state, now))).not.toHaveProperty('reconciler');
  });

  it('names a thousand people, and counts all', () => {
    const many = Array.from({ length: 1_500 }, (_unused, index) => `u${String(index).padStart(4, '0')}`);
    const state = bookOf(many);
    const { membersLost } = foreseen(decideDeleteTeam(ids, state, now), state);
    expect([membersLost?.count, membersLost?.ids.length, membersLost?.ids[0]]).toEqual([1_500, 1_000, 'u0000']);
  });
});

describe('what a takeover that waits would change (rule 26)', () => {
  const review = { settings: { teamTakeover: 'review' } } as const;
  const given = (of: Partial<Takeover> = {}, pushed: string[] = ['bob', 'cy']) =>
    bookOf(['ann', 'bob'], of.state === 'done' ? team : ofWorkspace, {
      ...review,
      takeover: aTakeover(of),
      pushed,
      former: ['cy', 'dee'],
    });
  const admin = { ...ids, takeoverId, actor: { kind: 'admin', id: 'x' } } as const;
  const nothing = { changed: false, events: [], attributes: [] };

  it('is a proposal, and nobody in or out', () => {
    const state = bookOf(['ann', 'bob'], ofWorkspace, review);
    const command = { ...ids, teamId: 'new', displayName: 'design', members: { userIds: [] } };
    expect(foresee(finished(decidePushTeam(command, state, now, { id: takeoverId })), state)).toEqual({
      changed: true,
      outcome: 'proposed',
      events: ['team.takeover-proposed'],
      attributes: [],
      waitsFor: 'admin',
    });
  });

  it('is a proposal still where the directory says more of it, and nothing where it says the same', () => {
    const foreseen = (userIds: string[]) => {
      const state = given();
      const changes = [{ change: 'add-members' as const, members: { userIds } }];
      return foresee(finished(decideChangeTeam({ ...ids, changes }, state, now, { id: 'request' })), state);
    };
    const proposed = { ...nothing, outcome: 'proposed', waitsFor: 'admin' };
    expect(foreseen(['dee'])).toEqual({ ...proposed, changed: true });
    expect(foreseen(['cy'])).toEqual(proposed);
  });

  it('is the takeover, where an admin allows what is kept', () => {
    const state = given();
    expect(foresee(finished(decideAllowTakeover(admin, state, now)), state)).toEqual({
      changed: true,
      outcome: 'taken-over',
      events: ['team.takeover-allowed', 'team.taken-over', 'team.members-added', 'team.members-removed'],
      attributes: [{ attribute: 'ownedBy', from: 'workspace', to: 'directory' }],
      membersGained: { count: 1, ids: ['cy'] },
      membersLost: { count: 1, ids: ['ann'] },
      roster: { added: 2, removed: 0 },
    });
  });

  it('is, where an admin allows what was refused, who would get in and out by the next push', () => {
    const state = given({ kept: false });
    expect(foresee(finished(decideAllowTakeover(admin, state, now)), state)).toEqual({
      changed: true,
      outcome: 'allowed',
      events: ['team.takeover-allowed'],
      attributes: [],
      waitsFor: 'push',
      membersGained: { count: 1, ids: ['cy'] },
      membersLost: { count: 1, ids: ['ann'] },
    });
  });

  it('is that it is declined, or withdrawn, and nobody in or out', () => {
    const state = given();
    expect(foresee(decideDeclineTakeover(admin, state, now), state)).toEqual({
      changed: true,
      outcome: 'declined',
      events: ['team.takeover-declined'],
      attributes: [],
    });
    expect(foresee(decideDeleteTeam(ids, state, now), state)).toEqual({
      changed: true,
      outcome: 'withdrawn',
      events: ['team.takeover-withdrawn'],
      attributes: [],
    });
  });

  it('is, where it is undone, who would come back and who would go', () => {
    const state = given({ state: 'done', kept: false });
    expect(foresee(finished(decideUndoTakeover(admin, state, now)), state)).toEqual({
      changed: true,
      outcome: 'undone',
      events: ['team.takeover-undone', 'team.members-added', 'team.members-removed'],
      attributes: [{ attribute: 'ownedBy', from: 'directory', to: 'workspace' }],
      membersGained: { count: 2, ids: ['cy', 'dee'] },
      membersLost: { count: 2, ids: ['ann', 'bob'] },
      roster: { added: 0, removed: 2 },
    });
  });

  it('is nothing, where an admin has decided so before', () => {
    const state = given({ state: 'declined', kept: false });
    expect(foresee(decideDeclineTakeover(admin, state, now), state)).toEqual(nothing);
  });
});
