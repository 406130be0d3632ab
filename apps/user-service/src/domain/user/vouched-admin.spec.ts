import type { ChangeUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  anOwnAdmin,
  aUser,
  endsCredentials,
  given,
  idOf,
  inWords,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  saidBy,
  set,
} from '../../../test/support/given.js';
import { decideEraseUser } from '../erasure/erase-user.js';
import { decideChangeOwnPassword } from './change-own-password.js';
import { decideChangeUser } from './change-user.js';
import { decideEdit, decideSetPasswordByLink, decideStorePasswordLink } from './manual-changes.js';
import { decideReplaceUser } from './replace-user.js';
import type { User } from './user.js';

const passwordHash = '$argon2id$x';
const by = (id: string) => ({ kind: 'admin', id }) as const;
const own = anOwnAdmin({ id: idOf(2), userName: 'bea@example.com' });
const ofDirectory = aUser({ id: idOf(3), userName: 'cy@example.com', externalId: 'okta-3', userType: 'admin' });
/** Ann was invited, and adopted since. */
const ann = aUser({ madeInProduct: true, hasPassword: true });
const among = (who: User = ann) => given([who, own, ofDirectory]);
const changing = (of: Partial<ChangeUser> = {}): ChangeUser => ({ ...ofAnn, changes: [], ...of });
const promoted = (state: ReturnType<typeof given>, id = own.id) =>
  decideEdit({ ...ofAnn, actor: by(id), changes: [set('userType', 'admin')] }, state, now);

const link = { digest: 'a'.repeat(64), expiresAt: '2026-12-01T00:00:00.000Z' };
function setByLinkOf(admin: User) {
  const state = among();
  state.apply(decideStorePasswordLink({ ...ofAnn, actor: by(admin.id), link }, state).changes);
  const used = { ...ofAnn, actor: by(idOf(1)), digest: link.digest, passwordHash };
  state.apply(decideSetPasswordByLink(used, state, now).changes);
  return state;
}

function setByDirectory() {
  const state = among();
  state.apply(decideChangeUser(changing({ passwordHash }), state, now).changes);
  return state;
}

describe('who becomes an admin by one who may act for others like her (rule 6)', () => {
  it('keeps no password that the directory has set, nor a session or a link', () => {
    const decision = promoted(setByDirectory());
    expect(outcomeOf(decision).user).toMatchObject({ ownSignIn: true, mayHandOver: true, hasPassword: false });
    expect(endsCredentials(decision)).toBe(true);
    expect(decision.events.map(inWords)).toEqual(['user.updated 5 (password)', 'user.type-changed 6 (userType)']);
    expect(decision.events.map(saidBy)[0]?.reason).toMatch(/the directory could know it/);
  });

  it('keeps none that was changed by who knew one of the directory', () => {
    const state = setByDirectory();
    const changed = { ...ofAnn, actor: by(idOf(1)), passwordHash, ifMatch: ['4'], sessionDigest: 'b'.repeat(64) };
    state.apply(decideChangeOwnPassword(changed, state, now).changes);
    expect(endsCredentials(promoted(state))).toBe(true);
  });

  it('keeps none that was set by a link of an admin whom the directory made', () => {
    expect(endsCredentials(promoted(setByLinkOf(ofDirectory)))).toBe(true);
  });

  it('keeps the one that she has set by a link of an admin who may act for others, also after one of the directory', () => {
    const decision = promoted(setByLinkOf(own));
    expect(endsCredentials(decision)).toBe(false);
    expect(outcomeOf(decision).user).toMatchObject({ mayHandOver: true, hasPassword: true });
    const state = setByDirectory();
    state.apply(decideStorePasswordLink({ ...ofAnn, actor: by(own.id), link }, state).changes);
    const used = { ...ofAnn, actor: by(idOf(1)), digest: link.digest, passwordHash };
    state.apply(decideSetPasswordByLink(used, state, now).changes);
    expect(endsCredentials(promoted(state))).toBe(false);
  });

  it('keeps it where she may act for nobody by it: the directory, and whom it made, make such admins anyway', () => {
    const state = setByDirectory();
    expect(endsCredentials(promoted(state, ofDirectory.id))).toBe(false);
    const pushed = decideChangeUser(changing({ changes: [set('userType', 'admin')] }), state, now);
    expect(endsCredentials(pushed)).toBe(false);
    expect(outcomeOf(pushed).user).toMatchObject({ ownSignIn: true, mayHandOver: false, hasPassword: true });
  });

  it('may not act for others by any other edit of such an admin', () => {
    const before = anOwnAdmin({ mayHandOver: false });
    const edit = { ...ofAnn, actor: by(own.id), changes: [set('title', 'Chief')] };
    expect(outcomeOf(decideEdit(edit, among(before), now)).user).toMatchObject({ ownSignIn: true, mayHandOver: false });
  });
});

describe('another person under the same id (rules 5, 6)', () => {
  const former = anOwnAdmin({ active: false, managedBy: 'directory', externalId: 'okta-1', hasPassword: true });
  const another = { userName: 'eve@example.com', externalId: 'okta-2', profile: {}, active: true };

  it('has nothing of who was her own: neither the mark nor its protection', () => {
    const decision = decideReplaceUser({ ...ofAnn, ...another, userType: 'admin', passwordHash }, among(former), now);
    expect(outcomeOf(decision)).toMatchObject({
      passwords: [passwordHash],
      user: { madeInProduct: false, ownSignIn: false, mayHandOver: false, userName: 'eve@example.com' },
    });
  });
});

describe('an admin whom the directory made (rule 6)', () => {
  it('erases nobody who is her own; another such admin and an operator do, and the account’s setting', () => {
    const released = anOwnAdmin({ released: true, active: false });
    const erasing = (actor: Parameters<typeof decideEraseUser>[0]['actor']) => () =>
      decideEraseUser({ ...ofAnn, actor }, among(released));
    expect(refusalOf(erasing(by(ofDirectory.id))).code).toBe('not-hers-to-give');
    for (const actor of [by(own.id), { kind: 'operator', id: 'ops-cli/x' } as const])
      expect(erasing(actor)().reply).toMatchObject({ changed: true });
    const bySetting = { ...ofAnn, actor: { kind: 'system', id: 'user-service' } as const };
    const due = decideEraseUser({ ...bySetting, releasedBefore: now.toISOString() }, among(released));
    expect(due.reply).toMatchObject({ changed: true });
  });

  it('gives nobody who is her own another name to sign in with; the rest of the profile is hers to edit', () => {
    const edit = (id: string, changes: ChangeUser['changes']) => () =>
      decideEdit({ ...ofAnn, actor: by(id), changes }, among(anOwnAdmin()), now);
    const name = [set('userName', 'x@example.com')];
    expect(refusalOf(edit(ofDirectory.id, name)).code).toBe('not-hers-to-give');
    expect(edit(own.id, name)).not.toThrow();
    expect(edit(ofDirectory.id, [set('title', 'Chief'), set('userName', 'ANN.lee@example.com')])).not.toThrow();
  });
});
