import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { password, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf, join, nobody, signIn } = workspaceAt(workspaceUrl);

const signsIn = async (account: Account, userName: string, secret: string): Promise<boolean> => {
  const asked = { account: account.slug, userName, password: secret, as: 'bearer' };
  return (await nobody.send('POST', '/sessions', asked)).status === 201;
};
const setActive = (scim: ScimSession, id: string, active: boolean) =>
  scim.patch(id, { op: 'replace', value: { active } });
const setPassword = (link: string, secret = password, key = uuidv7()) =>
  nobody.post('/passwords', { link, password: secret }, key);

describe('a link to set a password with', () => {
  it('ends with what ends sessions, and with a password that the directory sets', async () => {
    const account = await newAccount();
    const { scim } = account;
    const admin = await adminOf(account);
    const linkOf = async (id: string) =>
      (await admin.post(`/users/${id}/password-link`)).body.link as { text: string; expiresAt: string };

    const ann = (await scim.create('ann@example.com', { password: 'first-Pass-1' })).body.id as string;
    const { text: ofAnn, expiresAt } = await linkOf(ann);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    await setActive(scim, ann, false);
    await setActive(scim, ann, true);
    await scim.patch(ann, { op: 'replace', value: { password: 'second-Pass-2' } });
    expect((await setPassword(ofAnn, 'Taken-over-3')).body).toMatchObject({ code: 'link-invalid' });
    expect(await signsIn(account, 'ann@example.com', 'Taken-over-3')).toBe(false);

    const bob = (await scim.create('bob@example.com')).body.id as string;
    const { text: ofBob } = await linkOf(bob);
    expect((await scim.remove(bob)).status).toBe(204);
    expect((await scim.create('bob@example.com')).status).toBe(201);
    expect((await setPassword(ofBob, 'Taken-over-3')).body).toMatchObject({ code: 'link-invalid' });
  });

  it('is withdrawn by an admin; an invitation’s outlives an adoption', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const invite = async (userName: string) => {
      const { body } = await admin.post('/users', { userName, givenName: 'Cy', familyName: 'Min' });
      return { id: body.user.id as string, link: body.link.text as string };
    };
    const [cy, dee] = [await invite('cy@example.com'), await invite('dee@example.com')];
    expect((await admin.send('DELETE', `/users/${cy.id}/password-link`)).status).toBe(204);
    expect((await setPassword(cy.link)).status).toBe(410);
    expect((await account.scim.create('dee@example.com')).body.id).toBe(dee.id);
    expect((await setPassword(dee.link)).status).toBe(204);
    expect(await signsIn(account, 'dee@example.com', password)).toBe(true);
  });
});

describe('a weak password', () => {
  it('is refused at every door, with what is wrong and without the password', async () => {
    const account = await newAccount();
    const { scim } = account;
    const admin = await adminOf(account);
    const weak = ['a', '1234', 'password', '1234567890', 'password12', 'aaaaaaaaaa', 'weak.password@example.com'];
    for (const [n, secret] of weak.entries()) {
      const { status, body, text } = await account.scim.create('weak.password@example.com', { password: secret });
      expect([n, status, body.scimType, body.detail]).toEqual([
        n,
        400,
        'invalidValue',
        expect.stringMatching(/^The password is .+\.$/),
      ]);
      if (secret.length > 8) expect(text).not.toContain(secret);
    }
    // A placeholder as Okta sends it passes.
    const made = await account.scim.create('weak.password@example.com', { password: 'x7Kq02Lm' });
    expect(made.status).toBe(201);
    const id = made.body.id as string;
    const byPatch = await account.scim.patch(id, { op: 'replace', path: 'password', value: 'password12' });
    expect([byPatch.status, byPatch.body.scimType]).toEqual([400, 'invalidValue']);
    // What a request does not say of the person is known all the same.
    const bare = { op: 'replace', path: 'password' };
    const own = ['weak.password@example.com', 'weak.password', 'Bartholomew', 'BartholomewMin', account.slug];
    await scim.patch(id, { op: 'replace', value: { name: { givenName: 'Bartholomew', familyName: 'Min' } } });
    for (const value of own) {
      const { status, body, text } = await scim.patch(id, { ...bare, value });
      expect([value, status, body.scimType]).toEqual([value, 400, 'invalidValue']);
      expect(text).not.toContain(value);
    }
    const ofSlug = await scim.create('another@example.com', { password: account.slug });
    expect([ofSlug.status, ofSlug.body.detail]).toEqual([400, expect.stringContaining('short name') as string]);
    expect((await scim.patch(id, { ...bare, value: 'Bartholomew-Min-1' })).status).toBe(200);
    // Whoever leaves, leaves: no password keeps anybody.
    const leaving = await account.scim.replace(id, {
      userName: 'weak.password@example.com',
      active: false,
      password: '1234',
    });
    expect([leaving.status, leaving.body.active]).toEqual([200, false]);

    const { body: invited } = await admin.post('/users', {
      userName: 'eve@example.com',
      givenName: 'Evelyn',
      familyName: 'Montgomery',
    });
    for (const secret of ['1234567', 'password12', 'Montgomery', 'EvelynMontgomery', account.slug]) {
      const { status, body } = await setPassword(invited.link.text as string, secret);
      expect([secret, status]).toEqual([secret, 422]);
      expect(JSON.stringify(body)).not.toContain(`"${secret}"`);
    }
    expect((await setPassword(invited.link.text as string)).status).toBe(204);
  });
});

describe('an Idempotency-Key', () => {
  it('never answers for another link, or for another password', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const linkOf = async (userName: string) => {
      const { body } = await admin.post('/users', { userName, givenName: 'Fay', familyName: 'Min' });
      return body.link.text as string;
    };
    const [ofFay, ofGus] = [await linkOf('fay@example.com'), await linkOf('gus@example.com')];
    const key = uuidv7();
    expect((await setPassword(ofFay, 'First-Secret-1', key)).status).toBe(204);
    expect((await setPassword(ofFay, 'First-Secret-1', key)).status).toBe(204);
    const another = await setPassword(ofFay, 'Another-Secret-2', key);
    expect([another.status, another.body.code]).toEqual([422, 'retry-key-reused']);
    expect((await setPassword(ofGus, 'Second-Secret-2', key)).status).toBe(204);
    expect(await signsIn(account, 'gus@example.com', 'Second-Secret-2')).toBe(true);
    const forged = `${ofGus.slice(0, -4)}AAAA`;
    expect((await setPassword(forged, 'Third-Secret-3', key)).status).toBe(410);
  });
});

describe('one’s own password', () => {
  it('is changed with the present one: this session goes on, the others end', async () => {
    const account = await newAccount();
    const { session, id } = await join(account, await adminOf(account), 'hal@example.com', 'member');
    const other = await signIn(account, 'hal@example.com', password);
    const change = (currentPassword: string, newPassword: string) =>
      session.send('PUT', '/me/password', { currentPassword, newPassword });
    const wrong = await change('Wrong-Horse-7', 'Battery-Staple-8');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'password-wrong']);
    expect((await change(password, 'password12')).body).toMatchObject({ code: 'password-refused' });
    expect((await other.get('/me')).status).toBe(200);
    expect((await change(password, 'Battery-Staple-8')).body).toMatchObject({ id, managedBy: 'workspace' });
    expect([(await session.get('/me')).status, (await other.get('/me')).status]).toEqual([200, 401]);
    expect(await signsIn(account, 'hal@example.com', password)).toBe(false);
    expect(await signsIn(account, 'hal@example.com', 'Battery-Staple-8')).toBe(true);
  });
});
