import { describe, expect, it } from 'vitest';
import { sharedGateway } from './gateway-under-test.js';

const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] };

const gateway = await sharedGateway();

describe('HEAD (RFC 9110 §9.3.2)', () => {
  it.each(['/Users', '/Groups', '/Roles', '/Me', '/ServiceProviderConfig', '/Schemas', '/ResourceTypes/User'])(
    'of %s is what GET is, without the body',
    async (path) => {
      const [get, head] = [
        await gateway.ask(`/scim/v2${path}`),
        await gateway.ask(`/scim/v2${path}`, { method: 'HEAD' }),
      ];
      expect([head.status, head.text]).toEqual([get.status, '']);
      for (const name of ['content-type', 'etag', 'location'])
        expect(head.headers.get(name)).toBe(get.headers.get(name));
    },
  );

  it.each(['/Bulk', '/.search', '/Users/.search', '/Groups/.search'])(
    'of %s, which takes POST alone, is 405',
    async (path) => {
      const answer = await gateway.ask(`/scim/v2${path}`, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    },
  );

  it('of one user and of one group is what GET is, also where it is 304 or 404', async () => {
    const { json } = await gateway.ask('/scim/v2/Users', { body: { ...user, userName: 'head@example.com' } });
    const members = [{ value: String(json['id']) }];
    const { json: team } = await gateway.ask('/scim/v2/Groups', { body: { displayName: 'Heads', members } });
    for (const path of [`/Users/${String(json['id'])}`, `/Groups/${String(team['id'])}`]) {
      const head = await gateway.ask(`/scim/v2${path}`, { method: 'HEAD' });
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', 'W/"1"']);
      const headers = { 'if-none-match': 'W/"1"' };
      expect((await gateway.ask(`/scim/v2${path}`, { method: 'HEAD', headers })).status).toBe(304);
      const other = { 'if-match': 'W/"2"' };
      expect((await gateway.ask(`/scim/v2${path}`, { method: 'HEAD', headers: other })).status).toBe(412);
    }
    expect((await gateway.ask('/scim/v2/Users/nobody', { method: 'HEAD' })).status).toBe(404);
  });
});
