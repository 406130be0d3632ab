import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { newAccount } = await stack();

describe('what the help page promises about people', () => {
  it('P1: assigning a person makes an account with everything that was mapped (P13)', async () => {
    const { scim } = await newAccount();
    const attributes = {
      name: { givenName: 'Zoë', familyName: "O'Neil-Łukasz" },
      displayName: 'Zoë O’Neil',
      title: 'Surveyor',
      userType: 'viewer',
      timezone: 'Europe/Berlin',
      locale: 'en_US',
      phoneNumbers: [{ value: '+49 30 1234', type: 'work', primary: true }],
      addresses: [{ streetAddress: 'Hauptstraße 1', locality: 'Berlin', country: 'DE', type: 'work' }],
    };
    const { status, body, headers } = await scim.create('Zoe@Example.com', attributes);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...attributes, locale: 'en-US', userName: 'Zoe@Example.com', active: true });
    expect(headers.get('location')).toBe(body.meta.location);
    expect((await scim.get(body.id)).body).toEqual(body);
  });

  it('P2, P12: taking a person away keeps them inactive, without a seat, and gives everything back on return', async () => {
    const { scim, summary } = await newAccount();
    const { body: user } = await scim.create('leaver@example.com', { title: 'Surveyor' });
    const seats = (await summary()).seats;
    expect((await scim.patch(user.id, { op: 'replace', value: { active: false } })).status).toBe(200);
    expect((await scim.get(user.id)).body).toMatchObject({ id: user.id, active: false });
    expect((await scim.find('leaver@example.com')).body.Resources).toMatchObject([{ id: user.id, active: false }]);
    expect((await summary()).seats).toBe(seats - 1);

    expect((await scim.create('leaver@example.com')).body).toMatchObject({ id: user.id, active: true });
    expect((await summary()).seats).toBe(seats);
  });

  it('P6, P20: what the directory says overwrites what was there, and reads see it at once', async () => {
    const { scim } = await newAccount();
    const { body: user } = await scim.create('mover@example.com', { title: 'Surveyor' });
    const { status, body } = await scim.replace(user.id, {
      ...user,
      title: 'Head of Survey',
      name: { givenName: 'Anna', familyName: 'Lee' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: 'Head of Survey', name: { givenName: 'Anna', familyName: 'Lee' } });
    expect((await scim.get(user.id)).body).toEqual(body);
  });

  it('P9: a new password signs in, the old one does not', async () => {
    const { scim, checkPassword } = await newAccount();
    const { body: user } = await scim.create('sign.in@example.com', { password: 'first-Pass1' });
    expect(await checkPassword('sign.in@example.com', 'first-Pass1')).toBe(true);
    await scim.patch(user.id, { op: 'replace', value: { password: 'second-Pass2' } });
    expect(await checkPassword('Sign.In@example.com', 'second-Pass2')).toBe(true);
    expect(await checkPassword('sign.in@example.com', 'first-Pass1')).toBe(false);
    await scim.patch(user.id, { op: 'replace', value: { active: false } });
    expect(await checkPassword('sign.in@example.com', 'second-Pass2')).toBe(false);
  });

  it('P13: a name with special characters is refused, naming the character and the attribute', async () => {
    const { scim } = await newAccount();
    const { status, body } = await scim.create('star@example.com', { name: { givenName: 'St*r', familyName: 'Lee' } });
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    expect(body.detail).toMatch(/\*/);
    expect(body.detail).toMatch(/givenName/);
    expect((await scim.find('star@example.com')).body.totalResults).toBe(0);
  });

  it('P13: with emailCase: refuse, an upper-case address is refused with what to do in Okta', async () => {
    const { scim, set } = await newAccount();
    await set({ emailCase: 'refuse' });
    const upper = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'Upper@example.com' };
    const { status, body } = await scim.send('POST', '/Users', upper, { 'user-agent': 'Okta SCIM Client 1.0.0' });
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    expect(body.detail).toMatch(/toLowerCase/);
  });

  it('P14, P15: the user type may be a custom role of the account; an unknown one is refused with the valid ones', async () => {
    const { scim, newRole } = await newAccount();
    const role = await newRole('Contractor', 'viewer');
    expect((await scim.create('contractor@example.com', { userType: role.id })).body.userType).toBe(role.id);
    const { status, body } = await scim.create('boss@example.com', { userType: 'boss' });
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    for (const valid of ['admin', 'member', 'viewer', 'guest', role.id]) expect(body.detail).toContain(valid);
  });

  it('rule 8: the last active admin stays, with a sentence about what to do', async () => {
    const { scim, adminId } = await newAccount();
    for (const operation of [{ active: false }, { userType: 'member' }]) {
      const { status, body } = await scim.patch(adminId, { op: 'replace', value: operation });
      expect(status).toBe(409);
      expect(body.detail).toMatch(/last active admin/i);
    }
    expect((await scim.remove(adminId)).status).toBe(409);
    expect((await scim.get(adminId)).body).toMatchObject({ active: true, userType: 'admin' });
  });

  it('rule 9: people made in the product are listed on request only, found by id, and adopted by a POST', async () => {
    const { scim, adminId, adminEmail } = await newAccount();
    expect((await scim.send('GET', '/Users')).body.totalResults).toBe(0);
    expect((await scim.send('GET', '/Users?scim_provisioned_only=false')).body.totalResults).toBe(1);
    expect((await scim.get(adminId)).status).toBe(200);
    expect(await scim.create(adminEmail)).toMatchObject({ status: 201, body: { id: adminId, userType: 'admin' } });
    expect((await scim.send('GET', '/Users')).body.totalResults).toBe(1);
  });
});
