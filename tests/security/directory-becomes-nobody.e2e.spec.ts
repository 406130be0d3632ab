import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { password, workspaceAt, type Account } from '../support/workspace.js';
import { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl, dumpTopics } = await stack();
const { adminOf, join, nobody, signIn } = workspaceAt(workspaceUrl);
const set = (value: object) => ({ op: 'replace', value });
const chosen = 'Directory-set-1';

const isLetIn = async (account: Account, userName: string, secret: string) =>
  (await nobody.post('/sessions', { account: account.slug, userName, password: secret, as: 'bearer' })).status === 201;

describe('a SCIM token is not every admin', () => {
  it('sets neither password nor sign-in name of admins who were made in the product, the last one included', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, 'bea@example.com', 'admin');
    for (const [id, userName, secret, session] of [
      [bea.id, 'bea@example.com', password, bea.session],
      [account.adminId, account.adminEmail, account.adminPassword, admin],
    ] as const) {
      for (const value of [
        { password: chosen },
        { active: true, password: chosen },
        { userName: 'mine@example.com' },
      ]) {
        const refused = await account.scim.patch(id, set(value));
        expect([refused.status, refused.body.scimType]).toEqual([409, 'mutability']);
        expect(refused.body.detail).toMatch(/Hand over to the directory/);
        expect(refused.text).not.toContain(chosen);
      }
      const { body } = await account.scim.get(id);
      expect((await account.scim.replace(id, { ...body, password: chosen })).status).toBe(409);
      expect((await session.get('/me')).status).toBe(200);
      expect(await isLetIn(account, userName, chosen)).toBe(false);
      expect(await isLetIn(account, userName, secret)).toBe(true);
      if (id === bea.id) expect((await admin.patch(`/users/${id}`, { active: false })).status).toBe(200);
    }
  });

  it('adopts them without the password that comes along, also over a pending invitation', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const person = { userName: 'bea@example.com', givenName: 'Bea', familyName: 'Min' };
    for (const userType of ['admin', 'member']) {
      const userName = `${userType}@example.com`;
      const { body: invited } = await admin.post('/users', { ...person, userName, userType });
      const pushed = await account.scim.create(userName, { password: chosen });
      expect([pushed.status, pushed.body]).toEqual([201, expect.objectContaining({ id: invited.user.id, userType })]);
      expect(await isLetIn(account, userName, chosen)).toBe(false);
      expect((await nobody.post('/passwords', { link: invited.link.text, password })).status).toBe(204);
    }
  });

  it('does so once she, or another such admin, has handed her over; an admin of the directory may not', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const bea = await join(account, admin, 'bea@example.com', 'admin');
    await account.scim.create('cy@example.com', { userType: 'admin', password: chosen });
    const cy = await signIn(account, 'cy@example.com', chosen);
    for (const refused of [
      await cy.post(`/users/${bea.id}/hand-over`),
      await cy.post(`/users/${bea.id}/password-link`),
      await cy.patch(`/users/${bea.id}`, { userName: 'mine@example.com' }),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([403, 'not-hers-to-give']);
    }
    expect((await admin.get(`/users/${bea.id}`)).body).toMatchObject({ ownSignIn: true });
    const given = await admin.post(`/users/${bea.id}/hand-over`);
    expect([given.status, given.body.managedBy, given.body.ownSignIn]).toEqual([200, 'directory', undefined]);
    expect((await account.scim.patch(bea.id, set({ password: chosen }))).status).toBe(200);
    expect(await isLetIn(account, 'bea@example.com', chosen)).toBe(true);
    await eventually(async () => {
      const dump = await dumpTopics('rollcall.user.events');
      return ['user.handed-over', 'account.directory-made-admin', 'account.directory-changed-admin-password'].every(
        (type) => dump.includes(type),
      );
    }, 'the events say so');
  });

  it('is not whom an admin made in the product makes an admin later: a password that it could know ends, with its sessions', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const makeAdmin = (id: string) => admin.patch(`/users/${id}`, { userType: 'admin' });
    const bea = await join(account, admin, 'bea@example.com', 'member');
    await account.scim.create('bea@example.com');
    expect((await account.scim.patch(bea.id, set({ password: chosen }))).status).toBe(200);
    const asBea = await signIn(account, 'bea@example.com', chosen);
    expect((await makeAdmin(bea.id)).body).toMatchObject({ userType: 'admin', ownSignIn: true });
    expect((await asBea.get('/me')).status).toBe(401);
    expect(await isLetIn(account, 'bea@example.com', chosen)).toBe(false);
    const { body } = await admin.post(`/users/${bea.id}/password-link`);
    expect((await nobody.post('/passwords', { link: body.link.text, password })).status).toBe(204);
    expect(await isLetIn(account, 'bea@example.com', password)).toBe(true);
    const cy = await join(account, admin, 'cy@example.com', 'member');
    await account.scim.create('cy@example.com');
    expect((await makeAdmin(cy.id)).status).toBe(200);
    expect((await cy.session.get('/me')).body).toMatchObject({ rights: 'admin', user: { ownSignIn: true } });
  });

  it('makes no admins where the account wants none of it', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    await admin.patch('/scim/settings', { settings: { directoryAdmins: 'refuse' } });
    const refused = await account.scim.create('cy@example.com', { userType: 'admin' });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('directoryAdmins') as string]);
  });
});

describe('a former admin', () => {
  const former = async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const userName = 'former@example.com';
    const pushed = await account.scim.create(userName, { userType: 'admin', password: 'Old-password-1' });
    expect((await account.scim.remove(pushed.body.id as string)).status).toBe(204);
    return { account, admin, userName, id: pushed.body.id as string };
  };

  it('who is invited is a member, and the old password signs nobody in', async () => {
    const { account, admin, userName, id } = await former();
    const invited = await admin.post('/users', { userName, givenName: 'Fay', familyName: 'Lee' });
    expect([invited.status, invited.body.user]).toEqual([201, expect.objectContaining({ id, userType: 'member' })]);
    expect(await isLetIn(account, userName, 'Old-password-1')).toBe(false);
    expect((await nobody.post('/passwords', { link: invited.body.link.text, password })).status).toBe(204);
    expect(await isLetIn(account, userName, password)).toBe(true);
  });

  it('whom the directory restores is a member, with the password that came along and no other', async () => {
    const { account, userName, id } = await former();
    const restored = await account.scim.create(userName, { password: 'New-password-2' });
    expect([restored.status, restored.body]).toEqual([201, expect.objectContaining({ id, userType: 'member' })]);
    expect(await isLetIn(account, userName, 'Old-password-1')).toBe(false);
    expect(await isLetIn(account, userName, 'New-password-2')).toBe(true);
  });

  it('whose name went to somebody else comes back by hand only under another', async () => {
    const { account, admin, userName, id } = await former();
    expect((await account.scim.create(userName, { externalId: 'okta-9' })).status).toBe(201);
    const holder = await account.scim.create('other@example.com', { externalId: 'okta-10' });
    await account.scim.remove(holder.body.id as string);
    const another = await account.scim.create('other@example.com', { externalId: 'okta-11' });
    expect([another.status, another.body.id === holder.body.id]).toEqual([201, false]);
    const back = await admin.patch(`/users/${holder.body.id}`, { active: true });
    expect([back.status, back.body.code]).toEqual([409, 'user-name-taken']);
    const renamed = await admin.patch(`/users/${holder.body.id}`, { active: true, userName: 'third@example.com' });
    expect([renamed.status, renamed.body.active]).toEqual([200, true]);
    expect((await admin.get(`/users/${id}`)).body.active).toBe(true);
  });
});

describe('whom the directory made inactive', () => {
  it('stays so through a hand-back, unless the admin says otherwise', async () => {
    const account = await newAccount();
    const admin: WorkspaceSession = await adminOf(account);
    const { body } = await account.scim.create('ann@example.com', { password });
    const path = `/users/${body.id}`;
    await account.scim.patch(body.id as string, set({ active: false }));
    expect((await admin.post(`${path}/hand-back`)).body).toMatchObject({ managedBy: 'workspace', active: false });
    expect((await admin.patch(path, { active: true })).body.code).toBe('directory-inactive');
    expect(await isLetIn(account, 'ann@example.com', password)).toBe(false);
    expect((await admin.post(`${path}/hand-back`, { allowReactivation: true })).status).toBe(200);
    expect((await admin.patch(path, { active: true })).body).toMatchObject({ active: true });
  });
});
