import type { Reply, UserProfile } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { aUser, directory, idOf, now } from '../../../test/support/given.js';
import { viewOf } from '../user/user.js';
import { ErasedPeople, erasedPersonOf, profileWithout, replyWithout } from './erased-person.js';
import { forgetManager, managerForgotten } from './forget-manager.js';

const ann = aUser();
const person = erasedPersonOf(ann);
const people = new ErasedPeople([person]);
const bob = (profile: UserProfile) =>
  aUser({ id: idOf(2), userName: 'bob@example.com', externalId: 'okta-2', profile });
const reports = (manager: object): UserProfile => ({ title: 'Clerk', enterprise: { costCenter: '7', manager } });
const ok = (user: ReturnType<typeof bob>): Reply => ({ ok: true, body: { ...viewOf(user), changed: true } });

it('an erased person is looked for by what only one has, and by names', () => {
  expect(person).toEqual({
    accountId: ann.accountId,
    userId: idOf(1),
    identities: ['ann.lee@example.com', 'okta-1'],
    names: ['ann lee'],
  });
});

describe('a profile that names the person as manager', () => {
  it.each([
    ['keeps the id', { value: idOf(1), displayName: 'Ann Lee' }, { value: idOf(1) }],
    ['loses a manager who is named by an address', { value: 'Ann.Lee@example.com' }, undefined],
    ['by an externalId', { value: 'okta-1', displayName: 'Ann' }, undefined],
    ['or by a name alone', { displayName: 'ann lee' }, undefined],
    ['or by an address for display', { value: 'x', displayName: 'ANN.LEE@example.com' }, undefined],
  ])('%s', (_, manager, left) => {
    const enterprise = { costCenter: '7', ...(left ? { manager: left } : {}) };
    expect(profileWithout(reports(manager), people)).toEqual({ title: 'Clerk', enterprise });
  });

  it('stays where it names somebody else, of the same name too', () => {
    expect(profileWithout(reports({ value: idOf(3), displayName: 'Ann Lee' }), people)).toBeUndefined();
    expect(profileWithout(reports({ value: idOf(1) }), people)).toBeUndefined();
    expect(profileWithout({ title: 'Clerk' }, people)).toBeUndefined();
  });

  it('has nothing empty left behind', () => {
    expect(profileWithout({ enterprise: { manager: { value: 'okta-1' } } }, people)).toEqual({});
  });

  it('raises the version of the profile by one, and the event says why, and no name', () => {
    const after = forgetManager(bob(reports({ value: idOf(1), displayName: 'Ann Lee' })), people, now);
    expect(after).toMatchObject({ version: 4, updatedAt: now.toISOString(), profile: reports({ value: idOf(1) }) });
    expect(after && managerForgotten(after, directory)).toMatchObject({
      type: 'user.updated',
      version: 4,
      payload: { userId: idOf(2), changed: ['enterprise.manager'] },
    });
    expect(forgetManager(bob({}), people, now)).toBeUndefined();
  });
});

describe('a stored reply', () => {
  it('about the person says that it was erased', () => {
    const reply = { ...ok(ann), fingerprint: 'f' };
    expect(replyWithout(reply, people)).toEqual({
      ok: false,
      code: 'erased',
      facts: { userId: idOf(1) },
      fingerprint: 'f',
    });
  });

  it('about somebody else loses the manager’s name only', () => {
    const user = bob(reports({ value: idOf(1), displayName: 'Ann Lee' }));
    expect(replyWithout(ok(user), people)).toEqual(ok({ ...user, profile: reports({ value: idOf(1) }) }));
    expect(replyWithout(ok(bob({ title: 'Clerk' })), people)).toBeUndefined();
  });

  it('that refuses keeps its code, and loses the facts that name the person', () => {
    const refusal = (facts: Record<string, string | string[]>): Reply => ({ ok: false, code: 'last-admin', facts });
    expect(replyWithout(refusal({ userName: 'ANN.lee@example.com', action: 'demote' }), people)).toEqual(
      refusal({ action: 'demote' }),
    );
    expect(replyWithout(refusal({ problem: 'not for ann.lee@example.com' }), people)).toEqual(refusal({}));
    expect(replyWithout(refusal({ valid: ['member', 'okta-1'] }), people)).toEqual(refusal({}));
    expect(replyWithout(refusal({ userName: 'bob@example.com' }), people)).toBeUndefined();
  });

  it('with ids only stays', () => {
    expect(replyWithout({ ok: true, body: { id: idOf(1), changed: true } }, people)).toBeUndefined();
    expect(replyWithout({ ok: false, code: 'user-not-found', facts: { userId: idOf(1) } }, people)).toBeUndefined();
  });
});
