import type { EraseUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  aUser,
  anOwnAdmin,
  directory,
  endsCredentials,
  given,
  idOf,
  inWords,
  now,
  ofAnn,
  refusalOf,
} from '../../../test/support/given.js';
import { decideCreateUser } from '../user/create-user.js';
import { decideInvite } from '../user/manual-changes.js';
import { erasedPersonOf } from './erased-person.js';
import { decideEraseUser } from './erase-user.js';

const admin = { kind: 'admin', id: idOf(900) } as const;
const erasing = (of: Partial<EraseUser> = {}): EraseUser => ({ ...ofAnn, actor: admin, ...of });
const released = aUser({ released: true, active: false, managedBy: 'workspace' });
const inactive = aUser({ active: false, managedBy: 'workspace' });

describe('an erasure (rule 25)', () => {
  it('of a released person leaves the version, and ends password, link and sessions', () => {
    const state = given([released]);
    const decision = decideEraseUser(erasing(), state);
    expect(decision.events.map(inWords)).toEqual(['user.erased 4 (externalId, profile, userName)']);
    expect(decision.events[0]?.payload).toMatchObject({ active: false, managedBy: 'workspace', actor: admin });
    expect(endsCredentials(decision)).toBe(true);
    expect(decision.reply).toEqual({ id: idOf(1), changed: true });
    state.apply(decision.changes);
    expect([state.user(ofAnn.accountId, idOf(1)), state.erasedVersion(ofAnn.accountId, idOf(1))]).toEqual([
      undefined,
      4,
    ]);
  });

  it('says nothing of the person in event and reply', () => {
    const { events, reply } = decideEraseUser(erasing(), given([released]));
    const everything = JSON.stringify([events, reply]).toLowerCase();
    const { identities, names } = erasedPersonOf(released);
    for (const text of [...identities, ...names]) expect(everything).not.toContain(text);
  });

  it('is done for inactive people whom no directory keeps, made by hand or handed back', () => {
    expect(decideEraseUser(erasing(), given([inactive])).reply).toEqual({ id: idOf(1), changed: true });
    const handedBack = aUser({ active: false, managedBy: 'workspace', deactivatedByDirectory: true });
    expect(decideEraseUser(erasing(), given([handedBack])).reply).toEqual({ id: idOf(1), changed: true });
  });

  it.each([
    ['an active person of the directory', aUser(), { active: true, managedBy: 'directory' }],
    ['an inactive one', aUser({ active: false }), { active: false, managedBy: 'directory' }],
    ['an active person of the workspace', aUser({ managedBy: 'workspace' }), { active: true, managedBy: 'workspace' }],
    ['the last admin', anOwnAdmin(), { active: true, managedBy: 'workspace' }],
  ])('is refused for %s', (_, user, facts) => {
    expect(refusalOf(() => decideEraseUser(erasing(), given([user])))).toMatchObject({ code: 'not-removed', facts });
  });

  it('is only of the version that was read, where the command says which', () => {
    const refused = refusalOf(() => decideEraseUser(erasing({ ifMatch: ['2'] }), given([released])));
    expect(refused).toMatchObject({ code: 'version-mismatch', facts: { version: 3 } });
    expect(decideEraseUser(erasing({ ifMatch: ['3'] }), given([released])).reply).toMatchObject({ changed: true });
  });

  it('a second time is done already', () => {
    const state = given([released]);
    state.apply(decideEraseUser(erasing(), state).changes);
    expect(decideEraseUser(erasing(), state)).toEqual({
      changes: [],
      events: [],
      reply: { id: idOf(1), changed: false },
    });
  });

  it('does not find nobody', () => {
    expect(refusalOf(() => decideEraseUser(erasing(), given([]))).code).toBe('user-not-found');
  });

  it('by the account’s setting is only of who was released by then', () => {
    const since = (at: string) => () => decideEraseUser(erasing({ releasedBefore: at }), given([released]));
    expect(since(released.updatedAt)().reply).toEqual({ id: idOf(1), changed: true });
    expect(refusalOf(since('2026-01-31T00:00:00.000Z')).code).toBe('not-removed');
    const bySetting = () => decideEraseUser(erasing({ releasedBefore: now.toISOString() }), given([inactive]));
    expect(refusalOf(bySetting).code).toBe('not-removed');
  });
});

describe('a stone', () => {
  const erased = () => {
    const state = given([released]);
    state.apply(decideEraseUser(erasing(), state).changes);
    return state;
  };
  const pushed = { accountId: ofAnn.accountId, actor: directory, userName: released.userName, profile: {} };

  it('is matched by nothing: the same name and externalId make a new person', () => {
    const command = { ...pushed, userId: idOf(2), externalId: 'okta-1' };
    expect(decideCreateUser(command, erased(), now).reply).toMatchObject({
      id: idOf(2),
      version: 1,
      outcome: 'created',
    });
  });

  it('keeps its id from being given again, by the directory as by hand', () => {
    expect(refusalOf(() => decideCreateUser({ ...pushed, userId: idOf(1) }, erased(), now)).code).toBe(
      'invalid-message',
    );
    const link = { digest: 'a'.repeat(64), expiresAt: now.toISOString() };
    const invitation = {
      ...ofAnn,
      actor: admin,
      userName: 'ann.lee@example.com',
      givenName: 'A',
      familyName: 'L',
      link,
    };
    expect(refusalOf(() => decideInvite(invitation, erased(), now)).code).toBe('invalid-message');
  });
});
