import { finished, Refusal, type Actor, type Decision, type TakeoverReply } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  actor as okta,
  aTakeover,
  at,
  bookOf,
  everybody,
  ofWorkspace,
  takeoverId,
  team,
  type TakeoversOf,
} from '../../test/support/one-team.js';
import type { TeamUnitOfWork } from '../persistence/team-unit-of-work.js';
import { decideChangeTeam } from './change-team.js';
import { decideAllowTakeover, decideDeclineTakeover, decideUndoTakeover } from './decide-takeover.js';
import { decideAddByHand, decideRemoveByHand } from './manual-changes.js';
import { decidePushTeam } from './push-team.js';
import type { Takeover } from './takeover.js';
import type { Change } from './team-state.js';

const now = new Date(at);
const pushedIn = { id: takeoverId, correlationId: 'request' };
const admin: Actor = { kind: 'admin', id: 'eve' };
const ids = { accountId, teamId: team.id };
const command = { ...ids, takeoverId, actor: admin };
const decided = { decidedBy: admin, decidedAt: at };

const allow = (state: TeamUnitOfWork, of: object = {}) =>
  finished(decideAllowTakeover({ ...command, ...of }, state, now));
const decline = (state: TeamUnitOfWork) => decideDeclineTakeover(command, state, now);
const undo = (state: TeamUnitOfWork, of: object = {}) =>
  finished(decideUndoTakeover({ ...command, ...of }, state, now));

/** A team with these members, and a takeover of it. */
function given(members: readonly string[], takeover: Partial<Takeover>, of: TakeoversOf = {}) {
  const owner = takeover.state === 'done' ? team : ofWorkspace;
  return bookOf(members, owner, { settings: { teamTakeover: 'review' }, takeover: aTakeover(takeover), ...of });
}

const done = { state: 'done', kept: false } as const;
const refusalOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
  }
  throw new Error('it was not refused');
};
const kinds = ({ changes }: Decision<Change, TakeoverReply>) => changes.map(({ kind }) => kind);
const eventsOf = ({ events }: Decision<Change, TakeoverReply>) =>
  events.map(({ type, payload }) => ({ type, ...('userIds' in payload ? { userIds: payload.userIds } : {}) }));
const nothing = { changes: [], events: [], reply: { changed: false } };

describe('allowing a takeover (rule 26)', () => {
  it('lets happen at once what is kept: the group is the team, and who was in it is written down first', () => {
    const decision = allow(given(['ann', 'bob'], {}, { pushed: ['bob', 'cy'] }));
    expect(kinds(decision)).toEqual([
      'team',
      'takeover',
      'former-members',
      'takeover-lists-gone',
      'roster',
      'memberships',
      'memberships-gone',
    ]);
    expect(decision.changes).toContainEqual({ kind: 'memberships-gone', ...ids, remove: ['ann'] });
    expect(eventsOf(decision)).toEqual([
      { type: 'team.takeover-allowed' },
      { type: 'team.taken-over' },
      { type: 'team.members-added', userIds: ['bob', 'cy'] },
      { type: 'team.members-removed', userIds: ['ann'] },
    ]);
    expect(decision.reply).toMatchObject({ state: 'done', gained: 1, lost: 1, ...decided });
  });

  it('lets new members come by the directory, which pushed them, and the takeover by the admin', () => {
    const { changes, events } = allow(given([], {}, { pushed: ['cy'] }));
    const as = { source: 'directory', addedAt: at, addedBy: okta };
    expect(changes).toContainEqual({ kind: 'memberships', ...ids, add: ['cy'], as });
    expect(events.map(({ payload }) => payload)).toMatchObject(events.map(() => ({ actor: admin })));
  });

  it('lets a refused push come again within 24 hours, and keeps who loses access as it is shown now', () => {
    const decision = allow(given(['ann', 'bob'], { kept: false }, { pushed: ['bob'] }));
    expect(decision.changes).toMatchObject([
      { kind: 'takeover', after: { state: 'allowed', endsAt: new Date(now.getTime() + 86_400_000).toISOString() } },
      { kind: 'takeover-list', list: 'shown-loss', add: ['ann'], remove: [] },
    ]);
    expect(eventsOf(decision)).toEqual([{ type: 'team.takeover-allowed' }]);
  });

  it('takes back that it was declined: the group has to be pushed again', () => {
    const { reply } = allow(given(['ann'], { state: 'declined', kept: false }));
    expect(reply).toMatchObject({ state: 'allowed', kept: false });
  });

  it.each(['allowed', 'done'] as const)('changes nothing where it is %s already', (state) => {
    expect(allow(given(['ann'], { state, kept: false }))).toMatchObject(nothing);
  });

  it('is refused for what was undone, and what has ended is not found', () => {
    expect(refusalOf(() => allow(given(['ann'], { state: 'undone', kept: false })))).toBe('takeover-decided');
    expect(refusalOf(() => allow(given(['ann'], { endsAt: at })))).toBe('takeover-not-found');
  });

  it('is refused where takeover or team are not as they were shown', () => {
    const shown = String(aTakeover().version + team.version);
    const allowed = (ifMatch: string) => () => allow(given(['ann'], {}, { pushed: ['ann'] }), { ifMatch: [ifMatch] });
    expect(allowed(shown)).not.toThrow();
    expect(refusalOf(allowed(String(Number(shown) - 1)))).toBe('version-mismatch');
  });
});

describe('declining a takeover', () => {
  it.each(['waiting', 'allowed'] as const)('refuses the group for good that was %s; the team stays', (state) => {
    const decision = decline(given(['ann'], { state }, { pushed: ['bob'] }));
    expect(decision.changes).toMatchObject([
      { kind: 'takeover', after: { state: 'declined', kept: false, ...decided } },
    ]);
    expect(decision.changes[0]).not.toHaveProperty('after.endsAt');
    expect(eventsOf(decision)).toEqual([{ type: 'team.takeover-declined' }]);
  });

  it('changes nothing where it is declined already, and is refused for what has happened', () => {
    expect(decline(given([], { state: 'declined', kept: false }))).toMatchObject(nothing);
    for (const state of ['done', 'undone'] as const)
      expect(refusalOf(() => decline(given([], { state, kept: false })))).toBe('takeover-decided');
  });
});

describe('undoing a takeover', () => {
  it('gives the team back with its former members who are still users, as they were; who came since goes', () => {
    const state = given(['bob', 'cy'], done, { former: ['ann', 'bob'], gone: ['dee'] });
    const decision = undo(state);
    expect(decision.changes).toMatchObject([
      { kind: 'team', after: { ownedBy: 'workspace' } },
      { kind: 'roster', add: [], remove: ['bob', 'cy'] },
      { kind: 'memberships-gone', remove: ['cy'] },
      { kind: 'former-members-return', takeoverId, userIds: ['ann', 'bob'] },
      { kind: 'takeover-lists-gone', keepsFormer: false },
      { kind: 'takeover', after: { state: 'undone', ...decided } },
      { kind: 'dirty' },
    ]);
    expect(decision.changes[0]).not.toHaveProperty('after.ownedSince');
    expect(eventsOf(decision)).toEqual([
      { type: 'team.takeover-undone' },
      { type: 'team.members-added', userIds: ['ann'] },
      { type: 'team.members-removed', userIds: ['cy'] },
    ]);
  });

  it('makes every later push wait, whatever the setting says', () => {
    const state = given(['cy'], done, { former: ['ann'], settings: { teamTakeover: 'replace' } });
    state.apply(undo(state).changes, {} as never);
    expect(push(state, ['cy'])).toBe('waits');
  });

  it('changes nothing where it is undone already, and is refused for what has not happened', () => {
    expect(undo(given([], { state: 'undone', kept: false }))).toMatchObject(nothing);
    for (const state of ['waiting', 'allowed', 'declined'] as const)
      expect(refusalOf(() => undo(given([], { state })))).toBe('takeover-decided');
  });

  it('is refused where takeover or team are not as they were shown', () => {
    const ifMatch = [String(aTakeover().version)];
    expect(refusalOf(() => undo(given([], done), { ifMatch }))).toBe('version-mismatch');
  });
});

/** Pushes the group with these members, and takes what comes of it into the state. */
function push(state: TeamUnitOfWork, userIds: readonly string[]): string | undefined {
  const pushed = { ...ids, actor: okta, displayName: 'Design', members: { userIds: [...userIds] } };
  const { changes, reply } = finished(decidePushTeam(pushed, state, now, pushedIn));
  state.apply(changes, {} as never);
  return reply.outcome;
}

const takeoverIn = (state: TeamUnitOfWork) => state.takeovers(ofWorkspace)[0];

it('a takeover names the last request of the directory about it, also when it has happened', () => {
  const state = given(['ann'], { requestId: 'earlier' });
  push(state, ['ann', 'bob']);
  expect(takeoverIn(state)).toMatchObject({ state: 'waiting', requestId: 'request' });
  push(state, ['ann', 'bob']); // which says nothing new
  expect(takeoverIn(state)).toMatchObject({ requestId: 'request' });
  const { changes } = allow(given(['ann'], { kept: true, requestId: 'earlier' }, { pushed: ['ann'] }));
  expect(changes).toContainEqual(
    expect.objectContaining({ after: expect.objectContaining({ state: 'done', requestId: 'earlier' }) }),
  );
});

const some = fc.subarray(everybody);
const meanwhile = fc.array(
  fc.record({
    by: fc.constantFrom('hand' as const, 'directory' as const),
    who: fc.constantFrom(...everybody),
    enters: fc.boolean(),
  }),
  { maxLength: 5 },
);
type Meanwhile = typeof meanwhile extends fc.Arbitrary<infer T> ? T : never;

/** Members move, by hand and, where the directory has a group there, by it. */
function happens(steps: Meanwhile, state: TeamUnitOfWork, hasGroup: boolean): void {
  for (const { by, who: userId, enters } of steps) {
    if (by === 'directory' && !hasGroup) continue;
    const byHand = enters ? decideAddByHand : decideRemoveByHand;
    const change = enters ? ('add-members' as const) : ('remove-members' as const);
    const changes = [{ change, members: { userIds: [userId] } }];
    const decision =
      by === 'hand'
        ? byHand({ ...ids, actor: admin, userId }, state, now)
        : finished(decideChangeTeam({ ...ids, actor: okta, changes }, state, now, pushedIn));
    state.apply(decision.changes, {} as never);
  }
}

const membersOf = (state: TeamUnitOfWork) => new Set(state.members(team).memberships());

/** Who would gain access, lose it, and stay. */
function previewOf(state: TeamUnitOfWork, coming: ReadonlySet<string>) {
  const members = membersOf(state);
  const [gain, lose] = [coming.difference(members), members.difference(coming)];
  return { lose, stay: coming.intersection(members), after: members.difference(lose).union(gain) };
}

const proposedTo = (state: TeamUnitOfWork) => new Set(state.proposed(aTakeover()).roster());

describe('what is shown of a takeover (gain, lose, stay)', () => {
  it('is what happens when it is allowed, person by person, whatever was said and done meanwhile', () => {
    fc.assert(
      fc.property(some, some, meanwhile, (members, pushed, steps) => {
        const state = given(members, {}, { pushed });
        happens(steps, state, true);
        const { stay, after } = previewOf(state, proposedTo(state));
        fc.pre(proposedTo(state).size > 0); // an empty group waits a minute (rule 11)
        const before = new Map(everybody.map((userId) => [userId, state.members(team).source(userId)]));
        state.apply(allow(state).changes, {} as never);
        expect(membersOf(state)).toEqual(after);
        for (const userId of stay) expect(before.get(userId)).toBeDefined();
        for (const userId of after) expect(state.members(team).source(userId)).toBe('directory');
      }),
    );
  });

  it('is what the next push may do at most: whom it does not name loses access only where that was shown', () => {
    fc.assert(
      fc.property(some, some, meanwhile, some, (members, pushed, steps, again) => {
        fc.pre(pushed.length > 0 && again.length > 0);
        const state = given(members, { kept: false }, { pushed });
        const { lose } = previewOf(state, new Set(pushed));
        state.apply(allow(state).changes, {} as never);
        happens(steps, state, false);
        const now_ = previewOf(state, new Set(again));
        const outcome = push(state, again);
        expect(outcome).toBe(now_.lose.isSubsetOf(lose) ? 'taken-over' : 'waits');
        expect(membersOf(state)).toEqual(outcome === 'waits' ? now_.lose.union(now_.stay) : new Set(again));
      }),
    );
  });

  it('is what an undo does: former members who are users come back, each of them, and nobody else stays', () => {
    fc.assert(
      fc.property(some, some, some, meanwhile, (members, former, gone, steps) => {
        const users = former.filter((userId) => !gone.includes(userId));
        const state = given(members, done, { former: users, gone });
        happens(steps, state, true);
        const { lose, after } = previewOf(state, new Set(users));
        const decision = undo(state);
        const returning = decision.changes.find(({ kind }) => kind === 'former-members-return');
        state.apply(decision.changes, {} as never);
        expect(returning).toMatchObject({ userIds: users });
        expect(membersOf(state).union(new Set(users))).toEqual(after);
        expect(membersOf(state).isDisjointFrom(lose)).toBe(true);
      }),
    );
  });
});
