import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf, join } = workspaceAt(workspaceUrl);

it('members and viewers see of others neither phone nor address nor cost centre; admins, and everybody of themselves, do', async () => {
  const account = await newAccount();
  const admin = await adminOf(account);
  const phoneNumbers = [{ value: '+1 555 0100', type: 'mobile' }];
  const { body: person } = await account.scim.create('ann@acme.example', {
    externalId: 'okta-1',
    title: 'Pilot',
    phoneNumbers,
    addresses: [{ streetAddress: '1 Main St', type: 'home' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { costCenter: '4711' },
  });
  const personal = ['phoneNumbers', 'addresses', 'emails', 'enterprise'];
  const whole = (await admin.get(`/users/${person.id}`)).body;
  expect(Object.keys(whole.profile)).toEqual(expect.arrayContaining(personal));
  for (const type of ['member', 'viewer']) {
    const { id, session } = await join(account, admin, `${type}@acme.example`, type);
    const { status, body } = await session.get(`/users/${person.id}`);
    expect([status, body.userName, body.profile.title, body.externalId]).toEqual([
      200,
      'ann@acme.example',
      'Pilot',
      undefined,
    ]);
    const listed = (await session.get('/users')).body.items.find((each: { id: string }) => each.id === person.id);
    for (const seen of [body, listed])
      expect(Object.keys(seen.profile).filter((name) => personal.includes(name))).toEqual([]);
    expect((await session.patch('/me', { profile: { phoneNumbers } })).status).toBe(200);
    expect((await session.get(`/users/${id}`)).body.profile.phoneNumbers).toEqual(phoneNumbers);
  }
});
