import { AccountCommands, AccountQueries, Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, byAnn, newKey, sharedGateway } from '../gateway-under-test.js';
import { acme, acmesPeople, roleId } from '../views.js';

const gateway = await sharedGateway(new Refusal('version-mismatch'));

const contractor = { id: roleId, name: 'Contractor', basedOn: 'viewer' } as const;

describe('GET /api/roles', () => {
  it('shows the roles of the account with its version as ETag, read before the roles', async () => {
    gateway.services.answer(AccountQueries.find, acme);
    gateway.services.answer(AccountQueries.roles, [contractor]);
    gateway.services.answer(AccountQueries.people, {
      ...acmesPeople,
      types: [{ userType: roleId, users: 12, released: 1 }],
    });
    const { status, headers, json } = await gateway.ask('/api/roles', { as: 'viewer' });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"4"', { items: [{ ...contractor, people: 13 }] }]);
    expect(gateway.asked()).toEqual([
      [AccountQueries.find, { account: accountId }],
      [AccountQueries.roles, { account: accountId }],
      [AccountQueries.people, { account: accountId }],
    ]);
  });

  it('says nothing of how many have a role where that takes too long to count', async () => {
    const { types: _, ...counted } = acmesPeople;
    gateway.services.answer(AccountQueries.find, acme);
    gateway.services.answer(AccountQueries.roles, [contractor]);
    gateway.services.answer(AccountQueries.people, counted);
    expect((await gateway.ask('/api/roles', { as: 'viewer' })).json).toEqual({ items: [contractor] });
  });
});

describe('POST /api/roles', () => {
  const create = (headers = {}) =>
    gateway.ask('/api/roles', {
      method: 'POST',
      as: 'admin',
      body: { name: 'Contractor', basedOn: 'viewer' },
      headers,
    });

  it('makes a role under a new id, once per Idempotency-Key', async () => {
    gateway.services.reply(AccountCommands.createRole, { ...contractor, version: 5 });
    const key = newKey();
    const { status, headers, json } = await create({ 'idempotency-key': key });
    expect([status, headers.get('etag'), json]).toEqual([201, 'W/"5"', contractor]);
    const input = { roleId: expect.stringMatching(/^.{14}7/) as string, name: 'Contractor', basedOn: 'viewer' };
    expect(gateway.sent).toEqual([byAnn(AccountCommands.createRole, input, { key, of: 'createRole' })]);
  });

  it('refuses a name that another role has with 409', async () => {
    gateway.services.reply(AccountCommands.createRole, new Refusal('role-name-taken', { name: 'Contractor' }));
    const { status, json } = await create();
    expect([status, json['code']]).toEqual([409, 'role-name-taken']);
  });
});

describe('PATCH /api/roles/:roleId', () => {
  it('renames a role where If-Match allows it', async () => {
    gateway.services.reply(AccountCommands.renameRole, { ...contractor, name: 'Freelancer', version: 5 });
    const { status, headers, json } = await gateway.ask(`/api/roles/${roleId}`, {
      method: 'PATCH',
      as: 'admin',
      body: { name: 'Freelancer' },
      headers: { 'if-match': 'W/"4"' },
    });
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"5"', { ...contractor, name: 'Freelancer' }]);
    const input = { roleId, name: 'Freelancer', ifMatch: ['4'] };
    expect(gateway.sent).toEqual([byAnn(AccountCommands.renameRole, input)]);
  });
});

describe('DELETE /api/roles/:roleId', () => {
  const remove = () =>
    gateway.ask(`/api/roles/${roleId}`, { method: 'DELETE', as: 'admin', headers: { 'if-match': 'W/"4"' } });

  it('deletes a role where If-Match allows it, and answers nothing', async () => {
    gateway.services.reply(AccountCommands.deleteRole, { id: roleId });
    const { status, text } = await remove();
    expect([status, text]).toEqual([204, '']);
    expect(gateway.sent).toEqual([byAnn(AccountCommands.deleteRole, { roleId, ifMatch: ['4'] })]);
  });

  it('refuses to delete a role that people have with 409, and says how many', async () => {
    gateway.services.reply(AccountCommands.deleteRole, new Refusal('role-in-use', { name: 'Contractor', users: 3 }));
    const { status, json } = await remove();
    expect([status, json['code']]).toEqual([409, 'role-in-use']);
    expect(json['detail']).toMatch(/^Up to 3 people have this role/);
  });
});
