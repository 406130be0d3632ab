import { eventually } from '@rollcall/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { password, pushGroup, workspaceAt, type Account } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, workspaceUrl } = await stack();
const { adminOf, join, signIn } = workspaceAt(workspaceUrl);

interface Person {
  readonly id: string;
  readonly userName: string;
}

/** An account with ten people of the directory, two groups, a team of its own and a role; the one beside it has the same by the same names. */
async function made(account: Account) {
  const { scim } = account;
  const admin = await adminOf(account);
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const name = `Person ${String.fromCharCode(74 - n)}`; // J to A
    const { body } = await scim.create(`p${n}@lists.example`, { externalId: `okta-${n}`, displayName: name, password });
    ids.push(body.id);
  }
  await scim.patch(ids[1] ?? '', { op: 'replace', value: { active: false } });
  expect((await scim.send('DELETE', `/Users/${ids[2]}`)).status).toBe(204);
  const role = (await admin.post('/roles', { name: 'Contractor', basedOn: 'viewer' })).body.id as string;
  await admin.patch(`/users/${ids[3]}`, { userType: role });
  const crew = await pushGroup(scim, 'Crew', [ids[3] ?? '', ids[4] ?? '']);
  await pushGroup(scim, 'Band', [ids[3] ?? '']);
  const art = (await admin.post('/teams', { displayName: 'art' })).body.id as string;
  await admin.send('PUT', `/teams/${art}/members/${ids[3]}`);
  return { account, admin, ids, role, crew, art };
}

let acme: Awaited<ReturnType<typeof made>>;
let other: Awaited<ReturnType<typeof made>>;
beforeAll(async () => {
  [acme, other] = await Promise.all([made(await newAccount()), made(await newAccount())]);
}, 120_000);

const names = (people: readonly Person[]) => people.map(({ userName }) => userName.replace(/@.*/, ''));
const rows = async (session: WorkspaceSession, query: string) => {
  const { status, body } = await session.get(`/users?view=row&${query}`);
  expect(status).toBe(200);
  return { ...body, names: names(body.rows) };
};

describe('the table of people', () => {
  it('has the total, the end at once, and the order of names', async () => {
    const all = await rows(acme.admin, 'limit=3');
    expect([all.total, all.rows.length, all.items]).toEqual([11, 3, []]);
    expect((await rows(acme.admin, 'offset=9&limit=50')).names).toEqual(['p8', 'p9']);
    const byName = await rows(acme.admin, 'order=name&managedBy=directory&limit=5');
    expect([byName.names, byName.total]).toEqual([['p9', 'p8', 'p7', 'p6', 'p5'], 9]);
    const rest = await rows(acme.admin, `order=name&managedBy=directory&limit=50&cursor=${byName.next}`);
    expect([rest.names, rest.total]).toEqual([['p4', 'p3', 'p1', 'p0'], undefined]);
  });

  it('is narrowed by state, type and who keeps people, each with its total', async () => {
    for (const [query, found] of [
      ['released=true', ['p2']],
      ['active=false&released=false', ['p1']],
      [`userType=${acme.role}`, ['p3']],
      [`userType=${other.role}`, []],
      ['userType=admin', [acme.account.adminEmail.replace(/@.*/, '')]],
    ] as const) {
      const page = await rows(acme.admin, query);
      expect([query, page.names, page.total]).toEqual([query, found, found.length]);
    }
  });

  it('finds people by what they are called elsewhere, and nobody of the account beside', async () => {
    for (const search of ['okta-7', 'P7@lists.example', acme.ids[7] ?? '']) {
      const found = await rows(acme.admin, `search=${encodeURIComponent(search)}`);
      expect([search, found.names, found.searched, found.total]).toEqual([search, ['p7'], 11, 11]);
      expect(found.rows[0].id).toBe(acme.ids[7]);
    }
    expect((await rows(acme.admin, `search=${other.ids[7]}`)).rows).toEqual([]);
    expect((await rows(acme.admin, `ids=${other.ids[7]},${acme.ids[8]},${acme.ids[0]}`)).names).toEqual(['p8', 'p0']);
  });

  it('finds nobody by an externalId for who may not see it', async () => {
    const member = await signIn(acme.account, 'p5@lists.example', password);
    expect((await rows(member, 'search=okta-7')).rows).toEqual([]);
    expect((await rows(member, 'search=p7@lists.example')).names).toEqual(['p7']);
  });

  it('comes compressed to who asks for it', async () => {
    const signedIn = await fetch(`${workspaceUrl}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        account: acme.account.slug,
        userName: acme.account.adminEmail,
        password: acme.account.adminPassword,
        as: 'bearer',
      }),
    });
    const { token } = (await signedIn.json()) as { token: string };
    for (const coding of ['br', 'gzip']) {
      const headers = { authorization: `Bearer ${token}`, 'accept-encoding': coding };
      const answer = await fetch(`${workspaceUrl}/users`, { headers });
      expect(answer.headers.get('content-encoding')).toBe(coding);
      expect(await answer.json()).toMatchObject({ total: 11 }); // fetch has decompressed it
    }
  });
});

describe('the account and its roles', () => {
  it('say how people divide', async () => {
    const { body } = await acme.admin.get('/account');
    expect(body).toMatchObject({ seats: 9, users: 10, inactive: 1, directory: 9, released: 1 });
    expect(
      Object.fromEntries(body.types.map((each: { userType: string; users: number }) => [each.userType, each.users])),
    ).toEqual({ admin: 1, member: 8, [acme.role]: 1 });
    const { body: roles } = await acme.admin.get('/roles');
    expect(roles.items).toEqual([{ id: acme.role, name: 'Contractor', basedOn: 'viewer', people: 1 }]);
  });
});

describe('the table of teams', () => {
  const teams = async (query: string, session = acme.admin) => {
    const { body } = await session.get(`/teams?${query}`);
    return body.items.map((team: { displayName: string }) => team.displayName) as string[];
  };

  it('has members, order, search, owner and total', async () => {
    const { body } = await acme.admin.get('/teams?order=name&limit=2');
    expect(body.total).toBe(3);
    expect(body.items).toMatchObject([
      { displayName: 'art', ownedBy: 'workspace', members: 1, held: false },
      { displayName: 'Band', members: 1, drift: { extra: 0, missing: 0 }, held: false },
    ]);
    expect(await teams(`order=name&cursor=${body.next}`)).toEqual(['Crew']);
    expect(await teams('order=name&offset=1')).toEqual(['Band', 'Crew']);
    expect(await teams('search=REW')).toEqual(['Crew']);
    expect(await teams('ownedBy=workspace')).toEqual(['art']);
    expect(await teams('held=true')).toEqual([]);
  });

  it('shows where teams differ while nobody puts them right, in this account alone', async () => {
    expect((await acme.admin.patch('/reconciler', { mode: 'paused' })).status).toBe(200);
    await acme.admin.send('PUT', `/teams/${acme.crew}/members/${acme.ids[5]}`);
    await acme.admin.send('DELETE', `/teams/${acme.crew}/members/${acme.ids[4]}`);
    const { body } = await acme.admin.get('/teams?drift=true');
    expect(body).toMatchObject({
      items: [{ displayName: 'Crew', members: 2, drift: { extra: 1, missing: 1 } }],
      total: 1,
    });
    expect(await teams('drift=true', other.admin)).toEqual([]);
    expect((await acme.admin.patch('/reconciler', { mode: 'enforce' })).status).toBe(200);
    await eventually(async () => (await teams('drift=true')).length === 0, 'Crew is put right');
  });

  it('tells the teams of a person, and of nobody else’s', async () => {
    const { body } = await acme.admin.get(`/users/${acme.ids[3]}/teams?limit=2`);
    const found = body.items as { displayName: string; source: string; addedBy: { kind: string } }[];
    expect(found.map(({ displayName, source, addedBy }) => [displayName, source, addedBy.kind])).toEqual([
      ['Crew', 'directory', 'directory'],
      ['Band', 'directory', 'directory'],
    ]);
    const next = await acme.admin.get(`/users/${acme.ids[3]}/teams?cursor=${body.next}`);
    expect(next.body.items).toMatchObject([{ id: acme.art, displayName: 'art', source: 'manual' }]);
    expect((await other.admin.get(`/users/${acme.ids[3]}/teams`)).status).toBe(404);
  });
});

describe('a look-up', () => {
  const look = async (text: string, session = acme.admin) =>
    (await session.get(`/lookup?text=${encodeURIComponent(text)}`)).body as {
      items: { kind: string; title: string }[];
    };

  it('says what ids, addresses and names are, to who may read them, and knows nothing of the account beside', async () => {
    const person = { kind: 'user', id: acme.ids[7], title: 'Person C (p7@lists.example)' };
    for (const text of [acme.ids[7] ?? '', 'p7@lists.example', 'okta-7'])
      expect(await look(text)).toEqual({ items: [person] });
    const team = { kind: 'team', id: acme.crew, title: 'Crew' };
    for (const text of [acme.crew, 'crew']) expect(await look(text)).toEqual({ items: [team] });
    const role = { kind: 'role', id: acme.role, title: 'Contractor' };
    for (const text of [acme.role, 'Contractor']) expect(await look(text)).toEqual({ items: [role] });
    for (const text of [acme.ids[7] ?? '', acme.crew, acme.role])
      expect(await look(text, other.admin)).toEqual({ items: [] });
  });

  it('knows a request by its id, once the audit log has it', async () => {
    const { headers } = await acme.account.scim.send('GET', '/Users/nobody');
    const requestId = headers.get('x-request-id') ?? '';
    await eventually(async () => (await look(requestId)).items[0]?.kind === 'request', 'the request is in the log');
    expect(await look(requestId, other.admin)).toEqual({ items: [] });
    const { session } = await join(acme.account, acme.admin, 'viewer@lists.example', 'viewer');
    expect(await look(requestId, session)).toEqual({ items: [] });
  });
});
