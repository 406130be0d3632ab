import type { ChangeUser, CreateUser, InviteUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  anOwnAdmin,
  aUser,
  directory,
  given,
  idOf,
  inWords,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  saidBy,
  set,
  followedRelease,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { decideEdit, decideHandOver, decideInvite, decideStorePasswordLink } from './manual-changes.js';
import { decideReleaseUser } from './release-user.js';
import { decideReplaceUser } from './replace-user.js';

const passwordHash = '$argon2id$x';
const changing = (of: Partial<ChangeUser> = {}): ChangeUser => ({ ...ofAnn, changes: [], ...of });
const posting = (of: Partial<CreateUser> = {}): CreateUser => ({
  accountId,
  userId: idOf(9),
  actor: directory,
  userName: 'ann.lee@example.com',
  profile: {},
  ...of,
});
const by = (id: string) => ({ kind: 'admin', id }) as const;
const link = { digest: 'a'.repeat(64), expiresAt: '2026-12-01T00:00:00.000Z' };
const another = anOwnAdmin({ id: idOf(2), userName: 'bea@example.com' });
const madeByDirectory = aUser({ id: idOf(3), userName: 'cy@example.com', externalId: 'okta-3', userType: 'admin' });
const all = (ann = anOwnAdmin()) => given([ann, another, madeByDirectory]);

describe('an admin who was made in the product (rule 6)', () => {
  it.each([
    ['active', anOwnAdmin()],
    ['adopted', anOwnAdmin({ managedBy: 'directory', externalId: 'okta-1' })],
    ['a member by now', anOwnAdmin({ userType: 'member' })],
    ['inactive, and becomes active', anOwnAdmin({ active: false, managedBy: 'directory' })],
  ])('gets no password from the directory by PATCH or PUT while %s: 409', (_, ann) => {
    const changes = [set('active', true)];
    const refusal = { code: 'own-sign-in', facts: { userName: 'ann.lee@example.com', attribute: 'password' } };
    const { userName, profile } = ann;
    expect(refusalOf(() => decideChangeUser(changing({ changes, passwordHash }), all(ann), now))).toMatchObject(
      refusal,
    );
    const whole = { ...ofAnn, userName, profile, active: true, passwordHash };
    expect(refusalOf(() => decideReplaceUser(whole, all(ann), now))).toMatchObject(refusal);
  });

  it('gets no other sign-in name from the directory, but another case of it', () => {
    const to = (userName: string) => changing({ changes: [set('userName', userName)] });
    const { code, facts } = refusalOf(() => decideChangeUser(to('eve@example.com'), all(), now));
    expect([code, facts]).toEqual(['own-sign-in', { userName: 'ann.lee@example.com', attribute: 'userName' }]);
    expect(outcomeOf(decideChangeUser(to('Ann.Lee@example.com'), all(), now)).user?.userName).toBe(
      'Ann.Lee@example.com',
    );
  });

  it('has the rest of her profile from the directory, like everybody', () => {
    const { user } = outcomeOf(decideChangeUser(changing({ changes: [set('title', 'CEO')] }), all(), now));
    expect(user).toMatchObject({ managedBy: 'directory', ownSignIn: true, profile: { title: 'CEO' } });
  });

  it('is not refused where the account does not sync passwords: the password is not taken, as always', () => {
    const state = given([anOwnAdmin()], anAccount({ passwordSync: 'off' }));
    const { passwords } = outcomeOf(
      decideChangeUser(changing({ changes: [set('title', 'x')], passwordHash }), state, now),
    );
    expect(passwords).toEqual([]);
  });

  it('stays her own through deactivation, release and restoration, whose password is refused', () => {
    const ann = anOwnAdmin({ managedBy: 'directory', externalId: 'okta-1', hasPassword: true });
    const released = outcomeOf(decideReleaseUser(ofAnn, all(ann), now)).user;
    expect(released).toMatchObject({ ownSignIn: true, hasPassword: false });
    if (!released) throw new Error('nobody was released');
    expect(refusalOf(() => decideCreateUser(posting({ passwordHash }), all(released), now)).code).toBe('own-sign-in');
    const { user } = outcomeOf(decideCreateUser(posting(followedRelease(released)), all(released), now));
    expect(user).toMatchObject({ id: idOf(1), userType: 'member', ownSignIn: true });
  });

  it('is adopted by a POST whose password is not taken, and the event says so', () => {
    const decision = decideCreateUser(posting({ passwordHash, externalId: 'okta-1' }), all(), now);
    expect(outcomeOf(decision)).toMatchObject({ passwords: [], user: { managedBy: 'directory', userType: 'admin' } });
    expect(decision.events.map(saidBy).at(-1)).toEqual({ kept: ['password'] });
  });
});

describe('somebody whom a request adopts (rule 6)', () => {
  const invited = aUser({ managedBy: 'workspace', externalId: undefined, madeInProduct: true });
  const state = given([invited]);

  it('gets no password by it: not by POST over a pending invitation, nor by PUT or PATCH', () => {
    const { profile } = invited;
    const decisions = [
      decideCreateUser(posting({ passwordHash }), state, now),
      decideChangeUser(changing({ passwordHash }), state, now),
      decideReplaceUser({ ...ofAnn, userName: invited.userName, profile, passwordHash }, state, now),
    ];
    for (const decision of decisions) {
      expect(outcomeOf(decision)).toMatchObject({
        passwords: [],
        user: { managedBy: 'directory', hasPassword: false },
      });
      expect(decision.events.map(saidBy)).toContainEqual({ kept: ['password'] });
    }
  });

  it('gets one by a later request', () => {
    const adopted = given([{ ...invited, managedBy: 'directory' }]);
    expect(outcomeOf(decideChangeUser(changing({ passwordHash }), adopted, now)).passwords).toEqual([passwordHash]);
  });

  it('becomes her own once she is an admin, whoever makes her one', () => {
    const { user } = outcomeOf(decideChangeUser(changing({ changes: [set('userType', 'admin')] }), state, now));
    expect(user).toMatchObject({ ownSignIn: true, mayHandOver: false });
  });
});

describe('acting for an admin who was made in the product (rule 6)', () => {
  const acts = [
    ['a link', (actor: ReturnType<typeof by>) => decideStorePasswordLink({ ...ofAnn, actor, link }, all())],
    ['a hand-over', (actor: ReturnType<typeof by>) => decideHandOver({ ...ofAnn, actor }, all(), now)],
  ] as const;

  it.each(acts)('%s is for herself and for another such admin, and not for one whom the directory made', (_, act) => {
    for (const id of [idOf(1), another.id]) expect(() => act(by(id))).not.toThrow();
    expect(refusalOf(() => act(by(madeByDirectory.id)))).toMatchObject({
      code: 'not-hers-to-give',
      facts: { userName: 'ann.lee@example.com' },
    });
  });

  it('an invitation is a link too: whom the directory made may not invite her back', () => {
    const released = anOwnAdmin({ released: true, active: false });
    const inviting = (id: string): InviteUser => ({
      accountId,
      userId: idOf(9),
      actor: by(id),
      userName: 'ann.lee@example.com',
      givenName: 'Ann',
      familyName: 'Lee',
      link,
      ...followedRelease(released),
    });
    expect(refusalOf(() => decideInvite(inviting(madeByDirectory.id), all(released), now)).code).toBe(
      'not-hers-to-give',
    );
    expect(outcomeOf(decideInvite(inviting(another.id), all(released), now)).user?.id).toBe(idOf(1));
  });

  it('is not for whom an admin of the directory makes an admin either', () => {
    const state = given([aUser({ madeInProduct: true }), another, madeByDirectory]);
    const promoted = (id: string) =>
      outcomeOf(decideEdit({ ...ofAnn, actor: by(id), changes: [set('userType', 'admin')] }, state, now)).user;
    expect(promoted(madeByDirectory.id)).toMatchObject({ ownSignIn: true, mayHandOver: false });
    expect(promoted(another.id)).toMatchObject({ ownSignIn: true, mayHandOver: true });
  });

  it('leaves everybody else to every admin', () => {
    const state = given([aUser(), madeByDirectory]);
    expect(() => decideStorePasswordLink({ ...ofAnn, actor: by(madeByDirectory.id), link }, state)).not.toThrow();
  });
});

describe('a hand-over (rule 6)', () => {
  it('makes the person and the sign-in the directory’s, for good', () => {
    const decision = decideHandOver({ ...ofAnn, actor: by(idOf(1)) }, all(), now);
    expect(decision.events.map(inWords)).toEqual(['user.handed-over 4 (managedBy, ownSignIn)']);
    const { user } = outcomeOf(decision);
    expect(user).toMatchObject({ managedBy: 'directory', ownSignIn: false, userType: 'admin', active: true });
    if (!user) throw new Error('nobody was handed over');
    const { passwords } = outcomeOf(decideChangeUser(changing({ passwordHash }), all(user), now));
    expect(passwords).toEqual([passwordHash]);
    expect(
      outcomeOf(decideChangeUser(changing({ changes: [set('title', 'x')] }), all(user), now)).user?.ownSignIn,
    ).toBe(false);
  });

  it('of a released person leaves that person released', () => {
    const released = anOwnAdmin({ released: true, active: false });
    const { user } = outcomeOf(decideHandOver({ ...ofAnn, actor: by(another.id) }, all(released), now));
    expect(user).toMatchObject({ released: true, managedBy: 'workspace', ownSignIn: false });
  });

  it('of somebody whom the directory has already changes nothing', () => {
    const decision = decideHandOver({ ...ofAnn, actor: by(another.id) }, given([aUser(), another]), now);
    expect([decision.events, decision.reply?.changed]).toEqual([[], false]);
  });
});

describe('admins and the directory (rule 6)', () => {
  const makeAdmin = changing({ changes: [set('userType', 'admin')] });

  it('are made by it, each with an event of its own', () => {
    expect(decideChangeUser(makeAdmin, given([aUser()]), now).events.map(inWords)).toEqual([
      'user.type-changed 4 (userType)',
      'account.directory-made-admin',
    ]);
    const created = decideCreateUser(posting({ userType: 'Admin' }), given(), now);
    expect(created.events.map(({ type }) => type)).toEqual(['user.created', 'account.directory-made-admin']);
  });

  it('are made by nobody but people where the account wants it so', () => {
    const state = given([aUser()], anAccount({ directoryAdmins: 'refuse' }));
    for (const act of [
      () => decideChangeUser(makeAdmin, state, now),
      () => decideCreateUser(posting({ userName: 'x@example.com', userType: 'admin' }), state, now),
    ])
      expect(refusalOf(act).code).toBe('directory-admins-refused');
    const admin = given([aUser({ userType: 'admin' })], anAccount({ directoryAdmins: 'refuse' }));
    expect(() => decideChangeUser({ ...makeAdmin, passwordHash }, admin, now)).not.toThrow();
  });

  it('whose password it changes raise an event of its own', () => {
    const state = given([aUser({ userType: 'admin', hasPassword: true })]);
    expect(decideChangeUser(changing({ passwordHash }), state, now).events.map(inWords)).toEqual([
      'user.updated 4 (password)',
      'account.directory-changed-admin-password',
    ]);
    const member = decideChangeUser(changing({ passwordHash }), given([aUser()]), now);
    expect(member.events.map(inWords)).toEqual(['user.updated 4 (password)']);
  });
});
