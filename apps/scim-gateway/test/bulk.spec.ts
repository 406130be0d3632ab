import { Refusal } from '@rollcall/contracts';
import { CommandNotTaken, CommandOutcomeUnknown } from '@rollcall/gateway-kit';
import { Urns } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { sharedGateway, startGateway } from './gateway-under-test.js';

const { user, group, enterpriseUser: enterprise, patchOp, bulkRequest, bulkResponse, error: errorSchema } = Urns;

interface Result {
  readonly method: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: { readonly detail: string; readonly scimType?: string };
}

let count = 0;
const gateway = await sharedGateway();

const name = () => `p${++count}@example.com`;
const bulk = (Operations: readonly object[], of: object = {}, asked: object = {}) =>
  gateway.ask('/scim/v2/Bulk', { body: { schemas: [bulkRequest], ...of, Operations }, ...asked });
const resultsOf = async (Operations: readonly object[], of: object = {}): Promise<readonly Result[]> => {
  const { status, json } = await bulk(Operations, of);
  expect([status, json['schemas']]).toEqual([200, [bulkResponse]]);
  return json['Operations'] as Result[]; // checked by the specs themselves
};
const post = (userName: string, bulkId?: string, of: object = {}) => ({
  method: 'POST',
  path: '/Users',
  ...(bulkId === undefined ? {} : { bulkId }),
  data: { schemas: [user], userName, ...of },
});
async function somebody(): Promise<{ id: string; location: string; version: string; userName: string }> {
  const userName = name();
  const { json } = await gateway.ask('/scim/v2/Users', { body: { schemas: [user], userName } });
  const { location, version } = json['meta'] as { location: string; version: string };
  return { id: String(json['id']), location, version, userName };
}
const idIn = ({ location }: Result) => String(location?.split('/').at(-1));
const replaced = (path: string, value: unknown) => ({
  schemas: [patchOp],
  Operations: [{ op: 'replace', path, value }],
});

describe('the examples of RFC 7644', () => {
  it('RFC 7644 §3.7.1: two groups that have each other as members are refused, both', async () => {
    const pushed = (displayName: string, bulkId: string, member: string) => ({
      method: 'POST',
      path: '/Groups',
      bulkId,
      data: { schemas: [group], displayName, members: [{ type: 'Group', value: `bulkId:${member}` }] },
    });
    const [a, b] = await resultsOf([pushed('Group A', 'qwerty', 'ytrewq'), pushed('Group B', 'ytrewq', 'qwerty')]);
    expect([a, b]).toEqual([
      {
        method: 'POST',
        bulkId: 'qwerty',
        status: '409',
        response: expect.objectContaining({ status: '409', schemas: [errorSchema] }) as unknown,
      },
      {
        method: 'POST',
        bulkId: 'ytrewq',
        status: '409',
        response: expect.objectContaining({ status: '409' }) as unknown,
      },
    ]);
    expect(a?.response?.detail).toMatch(/refers back/);
  });

  it('RFC 7644 §3.7.2: a new user becomes a member of a new group', async () => {
    const alice = name();
    const results = await resultsOf([
      post(alice, 'qwerty'),
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'ytrewq',
        data: {
          schemas: [group],
          displayName: `Tour Guides ${++count}`,
          members: [{ type: 'User', value: 'bulkId:qwerty' }],
        },
      },
    ]);
    const [first, second] = results.map((each) => ({ ...each, id: idIn(each) }));
    expect(results).toEqual([
      {
        location: `${gateway.url}/scim/v2/Users/${first?.id}`,
        method: 'POST',
        bulkId: 'qwerty',
        version: 'W/"1"',
        status: '201',
      },
      {
        location: `${gateway.url}/scim/v2/Groups/${second?.id}`,
        method: 'POST',
        bulkId: 'ytrewq',
        version: 'W/"1"',
        status: '201',
      },
    ]);
    const { json } = await gateway.ask(`/scim/v2/Groups/${second?.id}`);
    expect(json['members']).toMatchObject([{ value: first?.id, display: alice }]);
  });

  it('RFC 7644 §3.7.2: a new user is the manager of another new one, whichever comes first', async () => {
    const managed = post(name(), 'ytrewq', {
      [enterprise]: { employeeNumber: '11250', manager: { value: 'bulkId:qwerty' } },
    });
    const [bob, alice] = (await resultsOf([managed, post(name(), 'qwerty')])).map((each) => ({
      ...each,
      id: idIn(each),
    }));
    const { json } = await gateway.ask(new URL(String(bob?.location)).pathname);
    expect(json[enterprise]).toEqual({ employeeNumber: '11250', manager: { value: alice?.id } });
  });

  it('RFC 7644 §3.7.3: a POST, a PUT, a PATCH and a DELETE are answered as the requests of their own', async () => {
    const [put, patched, deleted] = [await somebody(), await somebody(), await somebody()];
    const Operations = [
      post(name(), 'qwerty'),
      {
        method: 'PUT',
        path: `/Users/${put.id}`,
        version: put.version,
        data: { schemas: [user], userName: put.userName, title: 'Guide' },
      },
      { method: 'PATCH', path: `/Users/${patched.id}`, version: patched.version, data: replaced('nickName', 'Babs') },
      { method: 'DELETE', path: `/Users/${deleted.id}`, version: deleted.version },
    ];
    const results = await resultsOf(Operations, { failOnErrors: 1 });
    expect(results).toEqual([
      { location: results[0]?.location, method: 'POST', bulkId: 'qwerty', version: 'W/"1"', status: '201' },
      { location: put.location, method: 'PUT', version: 'W/"2"', status: '200' },
      { location: patched.location, method: 'PATCH', version: 'W/"2"', status: '200' },
      { location: deleted.location, method: 'DELETE', status: '204' },
    ]);
    expect((await gateway.ask(`/scim/v2/Users/${deleted.id}`)).status).toBe(404);
  });

  it('RFC 7644 §3.7.3: what fails says why, and where it is unless it is a POST; beyond failOnErrors nothing begins', async () => {
    const { id, location } = await somebody();
    const Operations = [
      { method: 'POST', path: '/Users', bulkId: 'qwerty', data: { schemas: [user], title: 'No name' } },
      { method: 'PATCH', path: `/Users/${id}`, version: 'W/"9"', data: replaced('nickName', 'Babs') },
      post(name(), 'never'),
    ];
    const results = await resultsOf(Operations, { failOnErrors: 2 });
    expect(results).toEqual([
      {
        method: 'POST',
        bulkId: 'qwerty',
        status: '400',
        response: {
          schemas: [errorSchema],
          status: '400',
          scimType: 'invalidValue',
          detail: expect.stringContaining('userName is required') as string,
        },
      },
      {
        location,
        method: 'PATCH',
        status: '412',
        response: {
          schemas: [errorSchema],
          status: '412',
          detail: expect.stringContaining('changed since it was read') as string,
        },
      },
    ]);
  });

  it('RFC 7644 §3.7.4: what is beyond a limit is refused whole, by the limit’s name', async () => {
    const many = Array.from({ length: 1_001 }, () => ({ method: 'DELETE', path: '/Users/1' }));
    const tooMany = await bulk(many);
    expect([tooMany.status, tooMany.json['detail']]).toEqual([
      413,
      'The number of operations (1001) exceeds the maxOperations (1000).',
    ]);
    const tooLarge = await bulk([post(name(), 'a', { title: 'x'.repeat(2_097_152) })]);
    expect([tooLarge.status, tooLarge.json['detail']]).toEqual([
      413,
      'The size of the bulk operation exceeds the maxPayloadSize (2097152).',
    ]);
  });
});

describe('an operation of a bulk request', () => {
  it('is about groups as about users, by bulkIds in paths and filters too', async () => {
    const { id } = await somebody();
    const results = await resultsOf([
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: { schemas: [patchOp], Operations: [{ op: 'remove', path: 'members[value eq "bulkId:u"]' }] },
      },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: { schemas: [group], displayName: `G ${++count}`, members: [{ value: id }, { value: 'bulkId:u' }] },
      },
      post(name(), 'u'),
    ]);
    expect(results.map(({ method, status, version }) => [method, status, version])).toEqual([
      ['PATCH', '204', 'W/"2"'],
      ['POST', '201', 'W/"1"'],
      ['POST', '201', 'W/"1"'],
    ]);
    expect(results[0]?.location).toBe(results[1]?.location);
    const { json } = await gateway.ask(new URL(String(results[1]?.location)).pathname);
    expect(json['members']).toMatchObject([{ value: id }]);
  });

  it('of a group is told which id of a member is too long to be one, as alone', async () => {
    const members = [{ value: 'x'.repeat(5_000) }];
    const results = await resultsOf([
      { method: 'POST', path: '/Groups', bulkId: 'g', data: { displayName: `G ${++count}`, members } },
      post(name(), 'u'),
    ]);
    expect(results).toMatchObject([
      {
        status: '400',
        response: { detail: expect.stringMatching(/^Member 1 of the list cannot be the id of a user /) },
      },
      { status: '201' },
    ]);
  });

  it('sets a password that no answer, log or record has, and that is nobody else’s', async () => {
    const secret = 'Tr0ub4dor&3-bulk';
    const before = gateway.users.received.length;
    const results = await resultsOf([
      post(name(), 'a', { password: secret }),
      post(name(), 'b'),
      { ...post(name(), 'c'), data: { schemas: [user], userName: name(), password: { not: secret } } },
      { method: 'PATCH', path: '/Users/bulkId:b', data: replaced('password', `${secret}-2`) },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['201', '201', '400', '200']);
    const sent = gateway.users.received.slice(before).map(({ payload }) => payload['passwordHash']);
    const aHash = expect.stringMatching(/^\$argon2id\$/) as string;
    expect(sent.filter((hash) => hash !== undefined)).toEqual([aHash, aHash]);
    const said = JSON.stringify([
      results,
      gateway.users.received.slice(before),
      gateway.logged,
      gateway.requestLog.records,
    ]);
    expect(said).not.toContain(secret);
  });

  it('is recorded like a request of its own, and leads to the bulk request', async () => {
    const before = gateway.requestLog.records.length;
    const userName = name();
    const answer = await bulk([post(userName, 'a'), post(userName, 'b'), { method: 'DELETE', path: '/Users/nobody' }]);
    const records = gateway.requestLog.records.slice(before);
    const bulkRequestId = answer.headers.get('x-request-id');
    expect(records.at(-1)).toMatchObject({ requestId: bulkRequestId, route: '/scim/v2/Bulk', status: 200 });
    const ofOperations = records.slice(0, -1).toSorted((one, other) => one.status - other.status);
    const [id] = (answer.json['Operations'] as Result[]).map(idIn);
    expect(ofOperations).toMatchObject([
      { bulkRequestId, method: 'POST', route: '/scim/v2/Users', status: 201, resourceId: id },
      { bulkRequestId, method: 'DELETE', route: '/scim/v2/Users/:id', status: 404, code: 'user-not-found' },
      { bulkRequestId, method: 'POST', status: 409, code: 'user-name-taken', scimType: 'uniqueness' },
    ]);
    const sent = gateway.users.received.find(({ payload }) => payload['userId'] === id);
    expect(sent?.call.requestId).toBe(ofOperations[0]?.requestId);
  });

  it('whose outcome is not known says so, and the answer when to come back', async () => {
    gateway.users.failWith = new CommandOutcomeUnknown();
    try {
      const { status, headers, json } = await bulk([post(name(), 'a')]);
      expect([status, headers.get('rollcall-outcome'), headers.get('retry-after')]).toEqual([200, 'unknown', '5']);
      const [only] = json['Operations'] as Result[];
      expect([only?.status, only?.response?.detail]).toEqual([
        '429',
        expect.stringContaining('made completely, or not at all'),
      ]);
    } finally {
      gateway.users.failWith = undefined;
    }
  });

  it.each([
    ['refused by its service', new Refusal('last-admin', { action: 'deactivate' }), '409'],
    ['not taken', new CommandNotTaken('busy'), '429'],
    ['broken', new Error('a defect'), '500'],
  ])('that is %s is answered as a request of its own', async (_, error, status) => {
    const { id } = await somebody();
    gateway.users.failWith = error;
    try {
      const [single, [inBulk]] = [
        await gateway.ask(`/scim/v2/Users/${id}`, { method: 'DELETE' }),
        await resultsOf([{ method: 'DELETE', path: `/Users/${id}` }]),
      ];
      expect(inBulk?.status).toBe(status);
      expect(String(single.status)).toBe(status);
      if (status !== '500') expect(inBulk?.response).toEqual(single.json);
    } finally {
      gateway.users.failWith = undefined;
    }
  });

  it('is refused in the words of the provider that asks, as a request of its own', async () => {
    const asked = { headers: { 'user-agent': 'okta/1.0' } };
    const path = '/Groups/01890a5d-ac96-774b-bcce-000000000404';
    const single = await gateway.ask(`/scim/v2${path}`, { method: 'DELETE', ...asked });
    const { json } = await bulk([{ method: 'DELETE', path }], {}, asked);
    expect(single.json['detail']).toContain('in Okta');
    expect((json['Operations'] as Result[])[0]?.response).toEqual(single.json);
  });

  it('that names what cannot be stored is refused alone', async () => {
    const results = await resultsOf([post(name(), 'a', { title: 'half \ud83d' }), post(name(), 'b')]);
    expect(results.map(({ status }) => status)).toEqual(['400', '201']);
  });
});

describe('a bulk request', () => {
  it.each([undefined, 'no json', {}, { schemas: [bulkRequest] }])('of %j is refused whole', async (body) => {
    const { status, json } = await gateway.ask('/scim/v2/Bulk', { method: 'POST', body });
    expect([status, json['scimType']]).toEqual([400, 'invalidSyntax']);
  });

  it('is taken at every spelling of the address of bulk requests', async () => {
    for (const path of ['/scim/v2/Bulk/', '//scim//v2/Bulk']) {
      const before = gateway.users.received.length;
      const Operations = [post(name(), 'a', { password: 'Quiet-Harbour-71' })];
      expect((await gateway.ask(path, { body: { Operations } })).status).toBe(200);
      expect(gateway.users.received[before]?.payload).toHaveProperty('passwordHash');
    }
  });

  it('of nothing has an answer of nothing', async () => {
    expect(await resultsOf([])).toEqual([]);
  });

  it('is the only way to ask at its address', async () => {
    const { status, headers } = await gateway.ask('/scim/v2/Bulk');
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('counts as many requests as it has operations', async () => {
    const limited = await startGateway({ limits: { accountBurst: 20, accountRequestsPerSecond: 1 } });
    try {
      const Operations = Array.from({ length: 50 }, () => post(name()));
      expect((await limited.ask('/scim/v2/Bulk', { body: { Operations } })).status).toBe(200);
      const { status, headers } = await limited.ask('/scim/v2/Users');
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(20);
    } finally {
      await limited.close();
    }
  });

  it('needs no more of its account’s share than its own place', async () => {
    const small = await startGateway({ limits: { accountRequests: 1, accountQueue: 5 } });
    try {
      const Operations = Array.from({ length: 40 }, () => post(name()));
      const answers = await Promise.all(
        [1, 2, 3].map((each) =>
          small.ask('/scim/v2/Bulk', {
            body: {
              Operations: Operations.map((of) => ({
                ...of,
                data: { ...of.data, userName: `${each}-${of.data.userName}` },
              })),
            },
          }),
        ),
      );
      for (const { status, json } of answers) {
        expect(status).toBe(200);
        expect(new Set((json['Operations'] as Result[]).map((each) => each.status))).toEqual(new Set(['201']));
      }
      expect((await small.ask('/scim/v2/Users')).status).toBe(200);
    } finally {
      await small.close();
    }
  });

  it('is carried out when the one before it of the same account is over', async () => {
    const before = gateway.users.received.length;
    const ofOne = (who: string) =>
      bulk(
        [1, 2, 3].map((n) => post(`${who}${n}-${name()}`, undefined, { password: `Quiet-Harbour-${n}1` })),
        { failOnErrors: 1 },
      );
    await Promise.all([ofOne('a'), ofOne('b')]);
    const order = gateway.users.received.slice(before).map(({ payload }) => String(payload['userName']).charAt(0));
    expect(['aaabbb', 'bbbaaa']).toContain(order.join(''));
  });

  it('begins nothing more a second after its token was revoked, and says so of each operation', async () => {
    const own = await startGateway({ limits: { accountRequests: 1 } });
    try {
      own.users.commandMs = 50;
      const Operations = Array.from({ length: 60 }, () => post(name()));
      const answer = own.ask('/scim/v2/Bulk', { body: { Operations } });
      await expect.poll(() => own.users.received.length).toBeGreaterThan(0);
      own.verifier.revoke(own.token, 'revoked');
      const before = own.users.received.length;
      const { status, json } = await answer;
      const results = json['Operations'] as Result[];
      const made = results.findIndex((each) => each.status !== '201');
      expect([status, results.length, own.users.received.length]).toEqual([200, 60, made]);
      expect(made - before).toBeLessThanOrEqual(1_000 / 50);
      for (const { status: ofOne, response } of results.slice(made))
        expect([ofOne, response?.detail]).toEqual(['401', expect.stringContaining('revoked by an admin') as string]);
    } finally {
      await own.close();
    }
  });

  it('keeps no other large body of its account waiting, and few other bulk requests', async () => {
    const own = await startGateway();
    try {
      own.users.commandMs = 1_500;
      const large = () => ({ body: JSON.stringify({ Operations: [post(name())] }) + ' '.repeat(20_000) });
      const began = performance.now();
      const bulks = Array.from({ length: 8 }, () => own.ask('/scim/v2/Bulk', large()));
      await Promise.any(bulks.map(async (each) => expect((await each).status).toBe(429)));
      const members = Array.from({ length: 1_000 }, () => ({ value: 'nobody' }));
      await own.ask('/scim/v2/Groups', { body: { schemas: [group], displayName: 'Large', members } });
      expect(performance.now() - began).toBeLessThan(1_400);
      const answers = await Promise.all(bulks);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200, 200, 200, 429, 429, 429, 429, 429,
      ]);
      const refused = answers.filter(({ status }) => status === 429);
      for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await own.close();
    }
  });

  it('has a budget for all its PATCHes together', async () => {
    const { id } = await somebody();
    const filter = Array.from({ length: 60 }, () => 'type eq "x"').join(' or ');
    const patch = {
      method: 'PATCH',
      path: `/Users/${id}`,
      data: { Operations: [{ op: 'remove', path: `emails[${filter}]` }] },
    };
    const results = await resultsOf(Array.from({ length: 200 }, () => patch));
    const refused = results.filter(({ response }) => response?.detail.includes('The PATCHes of the bulk request'));
    expect(refused).toHaveLength(200 - Math.floor(10_000 / 60));
  });
});
