import type { Actor } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  directory,
  given,
  idOf,
  inWords,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  set,
} from '../../../test/support/given.js';
import { decideChangeUser } from '../user/change-user.js';
import { decideCreateUser } from '../user/create-user.js';
import { decideEdit, decideHandBack } from '../user/manual-changes.js';
import { decideReleaseUser } from '../user/release-user.js';
import { decideReplaceUser } from '../user/replace-user.js';
import type { Change } from '../user-state.js';
import type { User } from '../user/user.js';
import { limitOf } from './brake.js';
import type { BrakeCounts, Leaver } from './leaver.js';

const admin: Actor = { kind: 'admin', id: idOf(50) };
const braked = anAccount({ deprovisionBrake: '10' });
const ann = aUser();
const held: Leaver = {
  accountId,
  userId: ann.id,
  state: 'held',
  leaving: 'inactive',
  tokenId: directory.id,
  firstAt: '2026-03-01T09:00:00.000Z',
  lastAt: '2026-03-01T09:00:00.000Z',
  times: 1,
};
const full: BrakeCounts = { left: 20, people: 100, held: 0 };
const state = (counts: Partial<BrakeCounts> = {}, leaver?: Leaver, users: readonly User[] = [ann]) =>
  given(
    users.map((user) => (leaver && user.id === leaver.userId ? { ...user, isHeld: true } : user)),
    braked,
    { brakes: new Map([[accountId, { ...full, ...counts }]]), leavers: leaver ? [leaver] : [] },
  );
/** Ann has left within the ten minutes already, and was sent as active since. */
const annIsBack = () =>
  given([ann], braked, {
    brakes: new Map([[accountId, full]]),
    leavers: [],
    recent: new Set([`${accountId}/${ann.id}`]),
  });

const inactive = { ...ofAnn, changes: [set('active', false)] };
const whole = { ...ofAnn, userName: ann.userName, profile: ann.profile, externalId: 'okta-1' };
type State = ReturnType<typeof state>;
const ways = {
  'a PATCH': (s: State) => decideChangeUser(inactive, s, now),
  'a PUT': (s: State) => decideReplaceUser({ ...whole, active: false }, s, now),
  'a DELETE': (s: State) => decideReleaseUser(ofAnn, s, now),
};
const notice = (kind: string) => ({
  kind,
  accountId,
  notice: 'leavers-held',
  subjectId: accountId,
  at: now.toISOString(),
});
const kindsOf = (changes: readonly unknown[]) => changes.map((change) => (change as Change).kind);
const leaverOf = (changes: readonly unknown[]) =>
  (changes as readonly Change[]).flatMap((change) => (change.kind === 'leaver' ? [change.leaver] : []))[0];

describe('how many may leave within ten minutes (rule 27)', () => {
  it.each([
    [undefined, 50, 20],
    [100, 10, 20],
    [200, 10, 20],
    [219, 10, 21],
    [1_000, 5, 50],
    [30, 100, 30],
  ])('of %s people at %s %%: %s', (people, percent, limit) => {
    expect(limitOf(people === undefined ? {} : { people }, percent)).toBe(limit);
  });
});

describe.each(Object.entries(ways))('by %s', (way, act) => {
  it('whoever leaves again within the ten minutes is counted once, and not held', () => {
    expect(kindsOf(act(annIsBack()).changes)).not.toContain('left');
  });

  const leaving = way === 'a DELETE' ? 'release' : 'inactive';

  it('the last who may leaves, and is counted', () => {
    const { changes } = act(state({ left: 19 }));
    expect(kindsOf(changes)).toContain('left');
  });

  it('the next one is refused, and held: a refusal that says how many wait', () => {
    const { code, facts, warnings, notes } = refusalOf(() => act(state()));
    expect({ code, facts }).toEqual({
      code: 'leaving-held',
      facts: { userName: ann.userName, held: 1, declined: false, left: 20, limit: 20 },
    });
    expect(warnings.map(inWords)).toEqual(['account.leavers-held', 'user.leaving-held']);
    const at = now.toISOString();
    expect(leaverOf(notes)).toEqual({ ...held, leaving, firstAt: at, lastAt: at });
    expect(notes).toContainEqual(notice('notice-raised'));
    expect(notes[0]).toMatchObject({ kind: 'user', after: { isHeld: true, active: true, version: ann.version } });
  });

  it('while anybody is held, everybody is, however few left of late; without another event for the account', () => {
    const { facts, warnings, notes } = refusalOf(() => act(state({ left: 0, held: 3 })));
    expect(kindsOf(notes)).not.toContain('notice-raised');
    expect(facts).toMatchObject({ held: 4 });
    expect(warnings.map(inWords)).toEqual(['user.leaving-held']);
  });

  it('whoever is held and sent again is noted, and no event says so again', () => {
    const { facts, warnings, notes } = refusalOf(() => act(state({ held: 1 }, held)));
    expect([facts['held'], warnings]).toEqual([1, []]);
    expect(leaverOf(notes)).toEqual({ ...held, leaving, times: 2, lastAt: now.toISOString() });
  });

  it('an account without a brake lets everybody leave, and counts nobody', () => {
    expect(kindsOf(act(given([ann])).changes)).not.toContain('left');
  });

  it('whom an admin has approved leaves', () => {
    const approved = { ...held, state: 'approved' } as const;
    const { changes } = act(state({ held: 4 }, approved));
    expect(outcomeOf({ changes, events: [] }).user).toMatchObject({ active: false, isHeld: false });
    expect(changes).toContainEqual({ kind: 'leaver', accountId, userId: ann.id });
  });

  it('after an approval others pass, for its hour', () => {
    const until = (ms: number) => ({ passesUntil: new Date(now.getTime() + ms).toISOString() });
    expect(kindsOf(act(state(until(1))).changes)).toContain('left');
    expect(refusalOf(() => act(state(until(0)))).code).toBe('leaving-held');
  });

  it('whom an admin has declined stays, also in that hour', () => {
    const declined = { ...held, state: 'declined' } as const;
    const passesUntil = new Date(now.getTime() + 1_000).toISOString();
    const { facts, warnings } = refusalOf(() => act(state({ left: 0, passesUntil }, declined)));
    expect([facts['declined'], warnings]).toEqual([true, []]);
  });

  it('where the brake was switched off, who was held leaves, and the list', () => {
    const s = given([{ ...ann, isHeld: true }], anAccount(), { brakes: new Map(), leavers: [held] });
    const { changes } = act(s);
    expect(changes).toContainEqual({ kind: 'leaver', accountId, userId: ann.id });
    expect(kindsOf(changes)).not.toContain('left');
  });
});

describe('who is no leaver', () => {
  it('is not held: other changes, and who is inactive already', () => {
    const gone = { ...ann, active: false };
    expect(outcomeOf(decideChangeUser({ ...ofAnn, changes: [set('title', 'CEO')] }, state(), now)).events).toEqual([
      'user.updated 4 (title)',
    ]);
    expect(decideChangeUser(inactive, state({}, undefined, [gone]), now).events).toEqual([]);
    expect(kindsOf(decideReleaseUser(ofAnn, state({}, undefined, [gone]), now).changes)).not.toContain('left');
  });

  it('is whom somebody makes inactive by hand', () => {
    const edit = { accountId, userId: ann.id, actor: admin, changes: [set('active', false)] };
    expect(outcomeOf(decideEdit(edit, state(), now)).user).toMatchObject({ active: false });
  });

  it('is somebody made in the product whom the directory adopts; as inactive she is one', () => {
    const hers = { ...ann, managedBy: 'workspace' } as const;
    expect(decideCreateUser(whole, state({}, undefined, [hers]), now).reply).toMatchObject({ outcome: 'adopted' });
    const { code } = refusalOf(() => decideCreateUser({ ...whole, active: false }, state({}, undefined, [hers]), now));
    expect(code).toBe('leaving-held');
  });
});

describe('the last admin', () => {
  it('is refused as such: nothing is held (rule 8)', () => {
    const { code, notes } = refusalOf(() =>
      decideReleaseUser(ofAnn, state({}, undefined, [aUser({ userType: 'admin' })]), now),
    );
    expect([code, notes]).toEqual(['last-admin', []]);
  });
});

describe('whoever is held', () => {
  const inList = () => state({ held: 1 }, held);
  const gone = { kind: 'leaver', accountId, userId: ann.id };

  it('stays in the list through changes that say nothing of active', () => {
    const { changes } = decideChangeUser({ ...ofAnn, changes: [set('title', 'CEO')] }, inList(), now);
    expect(outcomeOf({ changes, events: [] }).user).toMatchObject({ isHeld: true });
    expect(changes).not.toContainEqual(gone);
  });

  it.each([
    ['PATCH', (s: State) => decideChangeUser({ ...ofAnn, changes: [set('active', true)] }, s, now)],
    ['PUT', (s: State) => decideReplaceUser({ ...whole, active: true }, s, now)],
  ])('leaves it when the directory sends the person as active by %s, without a new version', (_, act) => {
    const { changes, events, reply } = act(inList());
    expect(changes).toContainEqual(gone);
    expect(changes).toContainEqual({ ...notice('notice-ended'), outcome: 'not-needed' }); // nobody else is held
    expect(events.map(inWords)).toEqual(['user.leaving-withdrawn']);
    expect(outcomeOf({ changes, events: [] }).user).toMatchObject({ isHeld: false, version: ann.version });
    expect(reply).toMatchObject({ changed: false, version: ann.version });
  });

  it('leaves it when somebody makes the person inactive by hand, and stays in it when that somebody says active', () => {
    const edit = (active: boolean) => ({ accountId, userId: ann.id, actor: admin, changes: [set('active', active)] });
    expect(decideEdit(edit(false), inList(), now).changes).toContainEqual(gone);
    expect(decideEdit(edit(true), inList(), now).changes).not.toContainEqual(gone);
  });

  it('leaves it with a hand-back', () => {
    const { changes, events } = decideHandBack({ accountId, userId: ann.id, actor: admin }, inList(), now);
    expect(changes).toContainEqual(gone);
    expect(events.map(inWords)).toEqual(['user.handed-back 4 (managedBy)', 'user.leaving-withdrawn']);
  });

  it('is asked for most by DELETE: what comes afterwards asks for no less', () => {
    const released = { ...held, leaving: 'release' } as const;
    const { notes } = refusalOf(() => decideChangeUser(inactive, state({ held: 1 }, released), now));
    expect(leaverOf(notes)).toMatchObject({ leaving: 'release', times: 2 });
  });
});

describe('one batch', () => {
  const people = [1, 2, 3].map((n) => aUser({ id: idOf(n), userName: `p${n}@example.com`, externalId: `${n}` }));
  const leave = (n: number, s: State) => decideChangeUser({ ...inactive, userId: idOf(n) }, s, now);

  it('counts who left before in it, and whom it holds', () => {
    const s = state({ left: 19 }, undefined, people);
    s.apply(leave(1, s).changes);
    const second = refusalOf(() => leave(2, s));
    expect(second.warnings.map(inWords)).toEqual(['account.leavers-held', 'user.leaving-held']);
    s.apply(second.notes as readonly Change[]);
    const third = refusalOf(() => leave(3, s));
    expect([third.facts['held'], third.warnings.map(inWords)]).toEqual([2, ['user.leaving-held']]);
  });
});
