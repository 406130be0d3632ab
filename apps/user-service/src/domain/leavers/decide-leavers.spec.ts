import type { Actor, NoticeOutcome } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  given,
  idOf,
  inWords,
  now,
  outcomeOf,
  refusalOf,
} from '../../../test/support/given.js';
import { decideApproveLeavers, decideDeclineLeavers } from './decide-leavers.js';
import { decideLetLeave } from './let-leave.js';
import type { Leaver } from './leaver.js';

const actor: Actor = { kind: 'admin', id: idOf(50) };
const by = { accountId, actor };
const leaver = (n: number, of: Partial<Leaver> = {}): Leaver => ({
  accountId,
  userId: idOf(n),
  state: 'held',
  leaving: 'inactive',
  tokenId: idOf(59),
  firstAt: '2026-03-01T09:00:00.000Z',
  lastAt: '2026-03-01T09:00:00.000Z',
  times: 1,
  ...of,
});
const state = (held: number, ...leavers: Leaver[]) =>
  given(
    leavers.map(({ userId }) => aUser({ id: userId, userName: `${userId}@example.com`, isHeld: true })),
    anAccount({ deprovisionBrake: '10' }),
    { brakes: new Map([[accountId, { left: 20, people: 100, held }]]), leavers },
  );
const decided = { actor, at: now.toISOString() };
const noticeEnded = (outcome: NoticeOutcome) => ({
  kind: 'notice-ended',
  accountId,
  notice: 'leavers-held',
  subjectId: accountId,
  at: now.toISOString(),
  outcome,
});

describe('approving all (rule 27)', () => {
  it('takes their number, lets them leave, and others pass for an hour', () => {
    const passesUntil = '2026-03-01T11:00:00.000Z';
    const { changes, events, reply } = decideApproveLeavers({ ...by, count: 24 }, state(24), now);
    expect(changes).toEqual([
      { kind: 'all-leavers', accountId, to: 'approved', decided, passesUntil },
      noticeEnded('approved'),
    ]);
    expect(events).toMatchObject([{ type: 'account.leavers-approved', payload: { count: 24, passesUntil, actor } }]);
    expect(reply).toEqual({ decided: 24, held: 0 });
  });

  it('refuses another number, and says the right one', () => {
    const { code, facts } = refusalOf(() => decideApproveLeavers({ ...by, count: 24 }, state(25), now));
    expect([code, facts]).toEqual(['leavers-changed', { said: 24, held: 25 }]);
  });

  it('refuses where nobody is held', () => {
    expect(refusalOf(() => decideApproveLeavers({ ...by, count: 1 }, state(0), now)).code).toBe('no-held-leaver');
  });

  it.each([{}, { count: 1, userIds: [idOf(1)] }])('refuses what is neither people nor a number: %j', (said) => {
    expect(refusalOf(() => decideApproveLeavers({ ...by, ...said }, state(1), now)).code).toBe('invalid-message');
  });
});

describe('approving single people', () => {
  it('takes held and declined ones, leaves out whoever is not in the list, and holds the others on', () => {
    const s = state(3, leaver(1), leaver(2, { state: 'declined' }), leaver(3, { state: 'approved' }));
    const userIds = [1, 2, 3, 4].map(idOf);
    const { changes, events, reply } = decideApproveLeavers({ ...by, userIds }, s, now);
    expect(changes.map((change) => change.kind === 'leaver' && change.leaver)).toEqual([
      leaver(1, { state: 'approved', decided }),
      leaver(2, { state: 'approved', decided }),
    ]);
    expect(events).toMatchObject([
      { type: 'account.leavers-approved', payload: { count: 2, userIds: [idOf(1), idOf(2)] } },
    ]);
    expect(events[0]?.payload).not.toHaveProperty('passesUntil');
    expect(reply).toEqual({ decided: 2, held: 2 });
  });

  it('refuses where none of them is held', () => {
    const approve = () => decideApproveLeavers({ ...by, userIds: [idOf(9)] }, state(3), now);
    expect(refusalOf(approve).code).toBe('no-held-leaver');
  });
});

describe('declining', () => {
  it('takes all who are held, or those named who are', () => {
    const all = decideDeclineLeavers(by, state(3), now);
    expect(all.changes).toEqual([{ kind: 'all-leavers', accountId, to: 'declined', decided }, noticeEnded('declined')]);
    expect(all.events.map(inWords)).toEqual(['account.leavers-declined']);
    const named = decideDeclineLeavers(
      { ...by, userIds: [idOf(1), idOf(2)] },
      state(1, leaver(1), leaver(2, { state: 'approved' })),
      now,
    );
    expect(named.reply).toEqual({ decided: 1, held: 0 });
    expect(named.changes).toContainEqual(noticeEnded('decided')); // nobody waits any more
  });

  it('is seen by the next command of the batch, also of who was held in it', () => {
    const s = state(1, leaver(1));
    s.apply(decideDeclineLeavers(by, s, now).changes);
    expect(s.leaver(accountId, idOf(1))).toMatchObject({ state: 'declined' });
    expect(refusalOf(() => decideDeclineLeavers(by, s, now)).code).toBe('no-held-leaver');
  });
});

describe('letting an approved person leave', () => {
  const letLeave = (s: ReturnType<typeof state>) => decideLetLeave({ ...by, userId: idOf(1) }, s, now);
  const approved = { state: 'approved', decided } as const;
  const reason = `held by the brake on leavers, and approved by admin ${actor.id}`;

  it('makes inactive whom the directory sent so, in its name, and says who let it happen', () => {
    const { changes, events } = letLeave(state(5, leaver(1, approved)));
    expect(events.map(inWords)).toEqual(['user.deactivated 4 (active)']);
    expect(events[0]?.payload).toMatchObject({ actor: { kind: 'directory', id: idOf(59) }, reason });
    expect(outcomeOf({ changes, events: [] }).user).toMatchObject({
      active: false,
      deactivatedByDirectory: true,
      isHeld: false,
    });
    expect(changes).toContainEqual({ kind: 'leaver', accountId, userId: idOf(1) });
  });

  it('releases whom the directory deleted', () => {
    const { events } = letLeave(state(0, leaver(1, { ...approved, leaving: 'release' })));
    expect(events.map(inWords)).toEqual(['user.released 4 (active, managedBy)']);
    expect(events[0]?.payload).toMatchObject({ reason });
  });

  it.each([
    ['held', [leaver(1)]],
    ['declined', [leaver(1, { state: 'declined' })]],
    ['in no list', []],
  ])('does nothing where the person is %s', (_, leavers) => {
    expect(letLeave(state(1, ...leavers))).toMatchObject({ changes: [], events: [], reply: { changed: false } });
  });

  it('is refused for the last admin, who is held no longer', () => {
    const s = given([aUser({ userType: 'admin', isHeld: true })], anAccount({ deprovisionBrake: '10' }), {
      brakes: new Map(),
      leavers: [leaver(1, approved)],
    });
    const { code, notes } = refusalOf(() => letLeave(s));
    expect(code).toBe('last-admin');
    expect(notes).toMatchObject([
      { kind: 'user', after: { isHeld: false, active: true } },
      { kind: 'leaver', userId: idOf(1) },
    ]);
  });
});
