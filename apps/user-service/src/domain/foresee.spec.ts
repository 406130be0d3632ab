import { describe, expect, it } from 'vitest';
import { accountId, anAccount, aUser, given, idOf, now, ofAnn, set } from '../../test/support/given.js';
import { decideChangeSettings } from './account/change-settings.js';
import { foresee as foreseen } from './foresee.js';
import { decideApproveLeavers, decideDeclineLeavers } from './leavers/decide-leavers.js';
import type { Leaver } from './leavers/leaver.js';
import { decideChangeUser } from './user/change-user.js';
import { decideReleaseUser } from './user/release-user.js';

const foresee = (decision: Parameters<typeof foreseen>[0], released?: number) =>
  foreseen(decision, { releasedLongAgo: () => released });
const changing = (changes: ReturnType<typeof set>[], user = aUser(), of = {}) =>
  foresee(decideChangeUser({ ...ofAnn, changes, ...of }, given([user]), now));

describe('what a decision about a user would change', () => {
  it('is told with the values before and after', () => {
    expect(changing([set('title', 'Chef'), set('userType', 'viewer')])).toEqual({
      changed: true,
      events: ['user.updated', 'user.type-changed'],
      attributes: [
        { attribute: 'title', from: 'Surveyor', to: 'Chef' },
        { attribute: 'userType', from: 'member', to: 'viewer' },
      ],
    });
  });

  it('is nothing where all is so already', () => {
    expect(changing([set('title', 'Surveyor')])).toEqual({ changed: false, events: [], attributes: [] });
  });

  it('is a seat less and no session, where somebody becomes inactive', () => {
    expect(changing([set('active', false)])).toMatchObject({ seats: -1, sessionsEnd: true });
    expect(changing([set('active', true)], aUser({ active: false }))).toMatchObject({ seats: 1 });
  });

  it('names a password as set, and never itself or its hash', () => {
    const would = changing([], aUser(), { passwordHash: '$argon2id$canary' });
    expect(would).toMatchObject({ password: 'set', sessionsEnd: true });
    expect(JSON.stringify(would)).not.toContain('canary');
  });

  it('is an adoption where the user was made in the product', () => {
    const would = changing([set('title', 'Chef')], aUser({ managedBy: 'workspace' }));
    expect(would).toMatchObject({ outcome: 'adopted' });
    expect(would.attributes).toContainEqual({ attribute: 'managedBy', from: 'workspace', to: 'directory' });
  });

  it('is a release, by which the password goes', () => {
    const user = aUser({ hasPassword: true });
    const would = foresee(decideReleaseUser({ ...ofAnn }, given([user]), now));
    expect(would).toMatchObject({ outcome: 'released', seats: -1, password: 'removed', sessionsEnd: true });
  });

  it('tells nothing of how a released user was: nobody may read that', () => {
    const before = aUser({ released: true, active: false, managedBy: 'workspace' });
    const after = aUser();
    const { attributes, seats } = foresee({ changes: [{ kind: 'user', before, after }], events: [] });
    expect(attributes.every((each) => !('from' in each))).toBe(true);
    expect(seats).toBe(1);
  });
});

describe('what a decision about held leavers would change (rule 27)', () => {
  const admin = { kind: 'admin', id: idOf(50) } as const;
  const leaver = (n: number): Leaver => {
    const at = now.toISOString();
    const said = { leaving: 'inactive', tokenId: idOf(60), firstAt: at, lastAt: at, times: 1 } as const;
    return { accountId, userId: idOf(n), state: 'held', ...said };
  };
  const held = () =>
    given([aUser({ isHeld: true })], anAccount({ deprovisionBrake: '10' }), {
      brakes: new Map([[accountId, { left: 20, people: 100, held: 3 }]]),
      leavers: [1, 2, 3].map(leaver),
    });

  it('is how many would leave, and until when others would pass', () => {
    expect(foresee(decideApproveLeavers({ accountId, actor: admin, count: 3 }, held(), now))).toEqual({
      changed: true,
      outcome: 'approved',
      events: ['account.leavers-approved'],
      attributes: [],
      leavers: { leave: 3, passesUntil: new Date(now.getTime() + 3_600_000).toISOString() },
    });
    const named = { accountId, actor: admin, userIds: [idOf(1), idOf(2)] };
    expect(foresee(decideApproveLeavers(named, held(), now))).toMatchObject({ leavers: { leave: 2 } });
  });

  it('is how many would stay', () => {
    expect(foresee(decideDeclineLeavers({ accountId, actor: admin }, held(), now))).toEqual({
      changed: true,
      outcome: 'declined',
      events: ['account.leavers-declined'],
      attributes: [],
      leavers: { stay: 3 },
    });
  });

  it('is that somebody who is sent as active is held no more, without a change of the person', () => {
    const would = foresee(decideChangeUser({ ...ofAnn, changes: [set('active', true)] }, held(), now));
    expect(would).toEqual({ changed: true, events: ['user.leaving-withdrawn'], attributes: [] });
  });
});

describe('what a change of settings would mean for people', () => {
  const change = (days: string) => {
    const command = { accountId, actor: ofAnn.actor, settings: { eraseReleasedAfterDays: days } };
    return decideChangeSettings(command, given([], anAccount({ eraseReleasedAfterDays: '30' })));
  };

  it('is how many would be erased, where released people are kept for a shorter time', () => {
    expect(foresee(change('10'), 12)).toMatchObject({
      attributes: [{ attribute: 'eraseReleasedAfterDays', from: '30', to: '10' }],
      peopleErased: 12,
    });
  });

  it('is nobody where the time stays, or they are kept for good', () => {
    expect(foresee(change('30'), 12)).not.toHaveProperty('peopleErased');
    expect(foresee(change('never'))).not.toHaveProperty('peopleErased');
  });
});
