import { describe, expect, it } from 'vitest';
import { eventually } from '@rollcall/testing';
import { patchOf, ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';

const { gateways, newAccount } = await stack();

const adminOf = (userName: string) => ({ userName, userType: 'admin' });

describe('a SCIM token', () => {
  it('lets its identity provider in through every gateway (P10)', async () => {
    const { scim } = await newAccount();
    for (const gateway of gateways) {
      const { status, body } = await scim.at(gateway).send('GET', '/Users?startIndex=1&count=2');
      expect([status, body.totalResults]).toEqual([200, 0]);
    }
  });

  it('works beside a second one, and dies alone when it is revoked, in every gateway within a second (rule 19)', async () => {
    const account = await newAccount();
    const second = await account.newToken();
    await account.revokeToken(second.id);
    const revoked = Date.now();
    await eventually(
      async () => {
        const asked = gateways.map((gateway) => second.scim.at(gateway).send('GET', '/Users'));
        return (await Promise.all(asked)).every(({ status }) => status === 401);
      },
      'the revoked token is refused by every gateway',
      { within: 5_000, every: 150 }, // gateways count bad tokens: no flood
    );
    expect(Date.now() - revoked).toBeLessThan(1_500);
    expect((await account.scim.send('GET', '/Users')).status).toBe(200);
    const { body } = await second.scim.send('GET', '/Users');
    expect(body).toMatchObject({ status: '401', schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] });
    expect(body.detail).toMatch(/revoked/i);
  });

  it('that is strict works beside a lenient one of the same account, through every gateway (rule 17)', async () => {
    const account = await newAccount();
    const strict = await account.newToken({ leniency: 'none' });
    const { body: person } = await account.scim.create('lenient@example.com');
    const change = patchOf({ op: 'Replace', path: 'active', value: 'False' });
    for (const gateway of gateways) {
      const refused = await strict.scim.at(gateway).send('PATCH', `/Users/${person.id}`, change);
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidSyntax']);
      expect(refused.body.detail).toContain('the leniency opInAnyCase is off');
    }
    expect((await strict.scim.send('GET', `/Users/${person.id}`)).body.active).toBe(true);
    expect((await account.scim.send('PATCH', `/Users/${person.id}`, change)).body.active).toBe(false);
    expect(await account.tokens()).toMatchObject([{ leniency: 'none' }, { leniency: 'named' }]);
  });

  it.each([
    ['deactivated', { op: 'replace', value: { active: false } }],
    ['made a member', { op: 'replace', value: { userType: 'member' } }],
  ])(
    'dies for good when the admin who made it is %s; a current admin makes a new one (P18)',
    async (_what, operation) => {
      const account = await newAccount();
      const { body: admin } = await account.scim.create(
        'second.admin@example.com',
        adminOf('second.admin@example.com'),
      );
      const theirs = await account.newToken({ creatorId: admin.id });
      expect((await theirs.scim.send('GET', '/Users')).status).toBe(200);

      expect((await account.scim.patch(admin.id, operation)).status).toBe(200);
      await eventually(
        async () => expect((await theirs.scim.send('GET', '/Users')).status).toBe(401),
        'the token of an admin who is none any more is refused',
        { within: 10_000, every: 150 },
      );
      expect((await theirs.scim.send('GET', '/Users')).body.detail).toMatch(/admin/i);

      await account.scim.patch(admin.id, { op: 'replace', value: { active: true, userType: 'admin' } });
      const again = await account.newToken({ creatorId: admin.id });
      expect((await again.scim.send('GET', '/Users')).status).toBe(200);
      expect((await theirs.scim.send('GET', '/Users')).status).toBe(401);
    },
  );

  it('is refused to somebody who is no admin (rule 17)', async () => {
    const account = await newAccount();
    const { body: member } = await account.scim.create('member@example.com');
    await expect(account.newToken({ creatorId: member.id })).rejects.toThrow(/not-an-admin/);
  });

  it('is refused with a sentence when it is missing, mistyped or unknown, on every path', async () => {
    const { scim, token } = await newAccount();
    const mistyped = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
    for (const bad of [undefined, mistyped, 'nonsense']) {
      for (const path of ['/Users', '/Users/1', '/ServiceProviderConfig', '/Nothing', '/Groups']) {
        const { status, body, headers } = await new ScimSession(scim.baseUrl, bad).send('GET', path);
        expect(status).toBe(401);
        expect(body).toMatchObject({ status: '401', detail: expect.stringMatching(/\w+ \w+/) });
        expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    }
  });
});
