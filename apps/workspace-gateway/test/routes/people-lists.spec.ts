import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { AccountQueries, Refusal, TeamQueries, UserQueries, type ListPeople } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, ann, sharedGateway, tokenOf, userId } from '../gateway-under-test.js';
import {
  acme,
  acmesPeople,
  namedAnn,
  annsBrief,
  bob,
  bobShown,
  createdAt,
  cursorAfterOther,
  otherId,
  updatedAt,
} from '../views.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));

/** The cursor of a search: an id, and how many people were looked at before. */
function searchCursor(id: string, searched: number): string {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(searched);
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), count]).toString('base64url');
}

/** An answer as it came: fetch would decompress it. */
async function raw(url: string, headers: Readonly<Record<string, string>>) {
  const res = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  return { res, body: await buffer(res) };
}

describe('GET /api/account', () => {
  it('shows the account of the session with its counts, and no settings', async () => {
    gateway.services.answer(AccountQueries.find, acme);
    gateway.services.answer(AccountQueries.people, acmesPeople);
    const { status, json } = await gateway.ask('/api/account', { as: 'admin' });
    expect(status).toBe(200);
    expect(json).toEqual({
      id: accountId,
      slug: 'acme',
      name: 'Acme',
      seats: 3,
      users: 5,
      activeAdmins: 1,
      inactive: 2,
      directory: 4,
      released: 1,
      types: [
        { userType: 'member', users: 3 },
        { userType: 'admin', users: 2 },
      ],
    });
    expect(gateway.asked()).toEqual([
      [AccountQueries.find, { account: accountId }],
      [AccountQueries.people, { account: accountId }],
    ]);
  });

  it('says nothing of what takes too long to count', async () => {
    const { users, directory, workspace } = acmesPeople;
    gateway.services.answer(AccountQueries.find, acme);
    gateway.services.answer(AccountQueries.people, { users, directory, workspace });
    const { status, json } = await gateway.ask('/api/account', { as: 'admin' });
    expect([status, Object.keys(json).sort()]).toEqual([
      200,
      ['activeAdmins', 'directory', 'id', 'name', 'seats', 'slug', 'users'],
    ]);
  });
});

describe('GET /api/users', () => {
  it('shows a page of the people of the account, as the query searches it, with a cursor of the next', async () => {
    gateway.services.answer(UserQueries.people, { users: [bob], next: otherId, total: 9_000, lookedAt: 2_000 });
    const query = `limit=1&search=bo&active=true&userType=member&managedBy=directory&released=false&cursor=${cursorAfterOther}`;
    const { status, json } = await gateway.ask(`/api/users?${query}`, { as: 'viewer' });
    expect([status, json]).toEqual([
      200,
      { items: [bobShown], next: searchCursor(otherId, 2_000), total: 9_000, searched: 2_000 },
    ]);
    const search = {
      search: 'bo',
      exactFirst: 'own',
      active: true,
      userType: 'member',
      managedBy: 'directory',
      released: false,
    };
    const input = { accountId, after: otherId, limit: 1, ...search, counted: true };
    expect(gateway.asked()).toEqual([[UserQueries.people, input]]);
  });

  it('shows the first 50 where the query says nothing, and no cursor on the last page', async () => {
    gateway.services.answer(UserQueries.people, { users: [bob] });
    expect((await gateway.ask('/api/users', { as: 'viewer' })).json).toEqual({ items: [bobShown] });
    expect(gateway.asked()).toEqual([[UserQueries.people, { accountId, limit: 50, counted: true }]]);
  });

  it('refuses a cursor that is none of its own, and asks nobody', async () => {
    const { status, json } = await gateway.ask('/api/users?cursor=abc', { as: 'viewer' });
    expect([status, json['problems']]).toEqual([422, [{ at: '/cursor', problem: 'is no cursor' }]]);
    expect(gateway.asked()).toEqual([]);
  });

  it('shows short rows by name, from anywhere, with the total', async () => {
    const { id, userName, userType, active, managedBy } = bob;
    const row = { id, userName, displayName: 'Bob Ray', userType, active, managedBy, released: false, updatedAt };
    gateway.services.answer(UserQueries.people, {
      users: [],
      rows: [row],
      next: otherId,
      nextKey: 'bob ray',
      total: 100_000,
    });
    const asked = await gateway.ask('/api/users?view=row&order=name&offset=99000&limit=1', { as: 'member' });
    expect(asked.json).toEqual({ items: [], rows: [row], next: expect.any(String) as string, total: 100_000 });
    await gateway.ask(`/api/users?view=row&order=name&cursor=${String(asked.json['next'])}`, { as: 'member' });
    const rows = { accountId, as: 'rows', order: 'name' };
    expect(gateway.asked().map(([, input]) => input)).toEqual([
      { ...rows, limit: 1, offset: 99_000, counted: true },
      { ...rows, limit: 50, after: otherId, afterKey: 'bob ray' },
    ]);
  });

  it('shows people by their ids', async () => {
    gateway.services.answer(UserQueries.people, { users: [bob] });
    const { json } = await gateway.ask(`/api/users?ids=${otherId},${userId}`, { as: 'viewer' });
    expect(json).toEqual({ items: [bobShown] });
    expect(gateway.asked()).toEqual([[UserQueries.people, { accountId, limit: 50, ids: [otherId, userId] }]]);
  });

  it('searches by what only those who manage people see for them alone', async () => {
    gateway.services.answer(UserQueries.people, { users: [] });
    for (const as of ['admin', 'member', 'viewer'] as const) await gateway.ask('/api/users?search=okta-7', { as });
    expect(gateway.asked().map(([, input]) => (input as ListPeople).exactFirst)).toEqual(['all', 'own', 'own']);
  });

  it('says how far a search has looked, over all its pages', async () => {
    const pages = [
      { users: [], next: otherId, total: 30_000, lookedAt: 20_000 },
      { users: [bob], total: 30_000 },
    ];
    gateway.services.answerBy(UserQueries.people, () => pages.shift() ?? { users: [] });
    const first = await gateway.ask('/api/users?search=bob', { as: 'viewer' });
    expect(first.json).toMatchObject({ items: [], total: 30_000, searched: 20_000 });
    const last = await gateway.ask(`/api/users?search=bob&cursor=${String(first.json['next'])}`, { as: 'viewer' });
    expect(last.json).toEqual({ items: [bobShown], total: 30_000, searched: 30_000 });
  });

  it.each([
    ['search=bob&offset=1', '/offset', 'is not for a search'],
    ['search=bob&order=name', '/order', 'is not for a search'],
    [`cursor=${cursorAfterOther}&offset=1`, '/offset', 'is not for a cursor'],
    [`ids=${otherId}&active=true`, '/ids', 'stands alone'],
    [`order=name&cursor=${cursorAfterOther}AAAA`, '/cursor', 'is no cursor'],
    [`cursor=${searchCursor(otherId, 7)}`, '/cursor', 'is no cursor'],
    [`search=bob&cursor=${searchCursor(otherId, 7)}AAAA`, '/cursor', 'is no cursor'],
  ])('refuses %s, and asks nobody', async (query, at, sentence) => {
    const { status, json } = await gateway.ask(`/api/users?${query}`, { as: 'viewer' });
    expect([status, json['problems']]).toEqual([422, [{ at, problem: sentence }]]);
    expect(gateway.asked()).toEqual([]);
  });

  it('goes compressed to who takes it so, and says to caches that it may differ', async () => {
    const users = Array.from({ length: 50 }, () => bob);
    gateway.services.answer(UserQueries.people, { users });
    const of = async (coding: string) => {
      const headers = { authorization: `Bearer ${tokenOf('viewer')}`, 'accept-encoding': coding };
      const { res, body } = await raw(`${gateway.url}/api/users`, headers);
      return {
        coding: res.headers['content-encoding'],
        vary: res.headers.vary,
        length: res.headers['content-length'],
        body,
      };
    };
    const [plain, gzipped, brotli] = [await of('identity'), await of('gzip'), await of('gzip, br')];
    expect([plain.coding, gzipped.coding, brotli.coding]).toEqual([undefined, 'gzip', 'br']);
    expect([plain.vary, gzipped.vary, brotli.vary]).toEqual(Array(3).fill('accept-encoding'));
    expect(gunzipSync(gzipped.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(gzipped.length).toBe(String(gzipped.body.length));
    expect(gzipped.body.length).toBeLessThan(plain.body.length / 5);
  });
});

describe('GET /api/users/:userId/teams', () => {
  it('shows the teams that somebody is in, with how and by whom the person came', async () => {
    const team = { displayName: 'Design', ownedBy: 'directory', source: 'manual', addedAt: createdAt } as const;
    gateway.services.answer(UserQueries.find, bob);
    gateway.services.answer(TeamQueries.ofPerson, {
      teams: [{ teamId: otherId, ...team, addedBy: ann }],
      next: otherId,
    });
    gateway.services.answer(UserQueries.briefs, [annsBrief]);
    const { status, json } = await gateway.ask(`/api/users/${otherId}/teams?limit=1`, { as: 'viewer' });
    const item = { id: otherId, ...team, addedBy: { ...ann, person: namedAnn } };
    expect([status, json]).toEqual([200, { items: [item], next: cursorAfterOther }]);
    expect(gateway.asked()[0]).toEqual([TeamQueries.ofPerson, { accountId, userId: otherId, limit: 1 }]);
  });

  it('refuses an unknown person with 404', async () => {
    gateway.services.answer(TeamQueries.ofPerson, { teams: [] });
    const { status, json } = await gateway.ask(`/api/users/${otherId}/teams`, { as: 'viewer' });
    expect([status, json['code']]).toEqual([404, 'user-not-found']);
  });
});
