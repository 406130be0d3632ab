import { connect } from 'node:net';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { sharedGateway, startGateway, type Answer } from './gateway-under-test.js';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const user = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'Ann.Lee@example.com',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ primary: true, value: 'Ann.Lee@example.com', type: 'work' }],
  active: true,
};

const gateway = await sharedGateway();

/** Every error of every path has this form (rule 21). */
function expectScimError(answer: Answer, status: number, scimType?: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  const { schemas, detail, ...rest } = answer.json;
  expect(schemas).toEqual([errorSchema]);
  expect(rest).toEqual({ status: String(status), ...(scimType === undefined ? {} : { scimType }) });
  expect(String(detail).length).toBeGreaterThan(20);
}

describe('who is let in', () => {
  it('serves SCIM on its public port, and nothing else', () => {
    const templates = new Set(gateway.routes.all().map((route) => route.template));
    expect([...templates].sort()).toEqual([
      '/scim/v2/.search',
      '/scim/v2/Bulk',
      '/scim/v2/Entitlements',
      '/scim/v2/Entitlements/:id',
      '/scim/v2/Groups',
      '/scim/v2/Groups/.search',
      '/scim/v2/Groups/:id',
      '/scim/v2/Me',
      '/scim/v2/ResourceTypes',
      '/scim/v2/ResourceTypes/:id',
      '/scim/v2/Roles',
      '/scim/v2/Roles/:id',
      '/scim/v2/Schemas',
      '/scim/v2/Schemas/:id',
      '/scim/v2/ServiceProviderConfig',
      '/scim/v2/Users',
      '/scim/v2/Users/.search',
      '/scim/v2/Users/:id',
    ]);
  });

  it('answers 401 to every route without a token, and to what is no route', async () => {
    const routes = gateway.routes.all();
    expect(routes.length).toBeGreaterThanOrEqual(11);
    const others = ['/', '/health/live', '/metrics', '/scim/v2', '/scim/v2/Groups', '/scim/v2/Users/%zz', '/api/x'];
    const asked = [...routes, ...others.map((template) => ({ method: 'GET', template }))];
    for (const { method, template } of asked) {
      const answer = await gateway.ask(template.replace(':id', 'some-id'), { method, token: undefined });
      expect([method, template, answer.status]).toEqual([method, template, 401]);
      if (method !== 'HEAD') expectScimError(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Rollcall SCIM"');
    }
  });

  it('asks for the token before it reads the body', async () => {
    const answer = await gateway.ask('/scim/v2/Users', { token: undefined, body: '{"broken' });
    expectScimError(answer, 401);
  });

  it.each([
    ['lower case', (token: string) => `bearer ${token}`],
    ['spaces', (token: string) => `Bearer    ${token}  `],
    ['no scheme', (token: string) => token],
  ])('takes the token with %s', async (_, header) => {
    const headers = { authorization: header(gateway.token) };
    expect((await gateway.ask('/scim/v2/Users', { token: undefined, headers })).status).toBe(200);
  });

  it('says of a good token whose account is being closed whom to ask, and that another would not help', async () => {
    const token = gateway.verifier.issueDead({ works: false, why: 'account-closing' });
    const answer = await gateway.ask('/scim/v2/Users', { token });
    expectScimError(answer, 403);
    expect(answer.json['detail']).toMatch(/is being closed.*ask the operator of this service to reopen it/);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it.each([
    ['revoked', 'was revoked by an admin (2026-03-01)'],
    ['creator-deactivated', 'the admin who generated it was deactivated (2026-03-01)'],
    ['creator-not-admin', 'is no longer an admin'],
    ['creator-released', 'was deleted'],
    ['expired', 'has expired (2026-03-01)'],
    ['unknown', 'is not known'],
  ] as const)('says why a token does not work: %s', async (why, sentence) => {
    const token = gateway.verifier.issueDead({ works: false, why, since: '2026-03-01T10:00:00.000Z' });
    const answer = await gateway.ask('/scim/v2/Users', { token });
    expectScimError(answer, 401);
    expect(answer.json['detail']).toContain(sentence);
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="Rollcall SCIM", error="invalid_token", error_description="[\x20-\x7e]+"$/,
    );
  });

  it('finds typing errors without asking anybody, and does not take user name and password', async () => {
    const asked = gateway.verifier.asked.length;
    const typo = await gateway.ask('/scim/v2/Users', { token: `${gateway.token.slice(0, -1)}~` });
    expectScimError(typo, 401);
    expect(typo.json['detail']).toContain('check characters');
    const basic = await gateway.ask('/scim/v2/Users', { token: undefined, headers: { authorization: 'Basic YTpi' } });
    expectScimError(basic, 401);
    expect(gateway.verifier.asked.length).toBe(asked);
  });

  it('says 429 when nobody can tell whether the token works, and lets nobody in', async () => {
    const other = await startGateway();
    other.verifier.failWith = new ServiceUnavailable('token-service', 'unreachable');
    const answer = await other.ask('/scim/v2/Users');
    expectScimError(answer, 429);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    await other.close();
  });

  it('limits bad tokens, but not the good one from the same address', async () => {
    const limited = await startGateway({ badTokenBurst: 5 });
    expect((await limited.ask('/scim/v2/Users')).status).toBe(200);
    const answers: Answer[] = [];
    for (let i = 0; i < 40; i++)
      answers.push(
        await limited.ask('/scim/v2/Users', { token: limited.verifier.issueDead({ works: false, why: 'unknown' }) }),
      );
    expect(answers.slice(0, 5).map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401]);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThan(30);
    for (const answer of refused) {
      expectScimError(answer, 429);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(limited.verifier.asked.length).toBeLessThan(10);
    expect((await limited.ask('/scim/v2/Users')).status).toBe(200);
    await limited.close();
    const counted = limited.requestLog.records.reduce((sum, record) => sum + (record.standsFor ?? 1), 0);
    expect(counted).toBe(42);
    expect(limited.requestLog.records.length).toBeLessThan(30);
  });
});

const discovery = ['/ServiceProviderConfig', '/Schemas', '/Schemas/x', '/ResourceTypes', '/ResourceTypes/x/'];

describe('requests that cannot be answered', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/Users', 404],
    ['GET', '/scim/v2', 404],
    ['GET', '/scim/v2/', 404],
    ['GET', '/scim/v2/Widgets', 404],
    ['GET', '/scim/v2/Users/a/b', 404],
    ['POST', '/scim/v2/Me', 501],
    ['PUT', '/scim/v2/Me', 501],
    ['PATCH', '/scim/v2/Me', 501],
    ['DELETE', '/scim/v2/Me', 501],
  ])('%s %s is %i with a sentence', async (method, path, status) => {
    expectScimError(await gateway.ask(path, { method }), status);
  });

  it.each([
    ['PUT', { title: 'Surveyor' }, 'invalidValue'],
    ['PATCH', { Operations: [{ op: 'bend' }] }, 'invalidSyntax'],
  ])('a body without meaning is refused before it matters whose it is: %s', async (method, body, scimType) => {
    for (const path of ['/scim/v2/Users/nobody', '/scim/v2/Groups/nothing']) {
      expectScimError(await gateway.ask(path, { method, body: JSON.stringify(body) }), 400, scimType);
    }
  });

  it.each([
    ['PUT', '/scim/v2/Users', ['GET', 'HEAD', 'POST']],
    ...['', '/Users', '/Groups'].map((of) => ['GET', `/scim/v2${of}/.search`, ['POST']] as [string, string, string[]]),
    ['DELETE', '/scim/v2/Groups/.search', ['POST']],
    ['POST', '/scim/v2/Users/x', ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT']],
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
      [...discovery, '/Roles', '/Roles/x', '/Entitlements', '/Entitlements/x'].map(
        (path) => [method, `/scim/v2${path}`, ['GET', 'HEAD']] as [string, string, string[]],
      ),
    ),
  ] as [string, string, string[]][])('%s %s is 405 and says what is allowed', async (method, path, allowed) => {
    const answer = await gateway.ask(path, { method });
    expectScimError(answer, 405);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allowed);
  });

  it('the verb is looked at before the body', async () => {
    const headers = { 'content-type': 'text/plain' };
    expectScimError(
      await gateway.ask('/scim/v2/Schemas', { method: 'POST', body: 'x'.repeat(2_000_000), headers }),
      405,
    );
    expectScimError(await gateway.ask('/scim/v2/Me', { method: 'POST', body: '{"broken', headers }), 501);
    for (const path of ['/scim/v2/Users/.search', '/scim/v2/Groups/.Search'])
      for (const method of ['PUT', 'PATCH'])
        expectScimError(await gateway.ask(path, { method, body: '{"broken', headers }), 405);
  });

  it('a target that is no path is 401 without a token, and with it no route', async () => {
    const asked = `OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n`;
    expect(await sendRaw(`${asked}\r\n`)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each(['/scim/v2', '/scim/v2/', '/SCIM/v2', '//scim//v2'])('the base URL itself says so: GET %s', async (path) => {
    const answer = await gateway.ask(path);
    expectScimError(answer, 404);
    expect(answer.json['detail']).toContain('This is the base URL, and the token is good');
    expectScimError(await gateway.ask(path, { token: undefined }), 401);
  });

  it.each([
    ['/ServiceProviderConfig', 200],
    ['/Schemas', 200],
    ['/ResourceTypes/User', 200],
    ['/Users', 200],
    ['/Groups?count=2', 200],
    ['/Users/x', 404],
    ['/Widgets', 404],
    ['', 404],
  ])('HEAD %s says what GET says, without its body', async (path, status) => {
    const [head, get] = [
      await gateway.ask(`/scim/v2${path}`, { method: 'HEAD' }),
      await gateway.ask(`/scim/v2${path}`),
    ];
    expect([head.status, get.status, head.text]).toEqual([status, status, '']);
    for (const name of ['content-type', 'etag', 'cache-control'])
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
  });

  it.each([
    ['malformed JSON', '{"userName": "a",}', {}, 400, 'invalidSyntax'],
    ['an empty body', '', {}, 400, 'invalidSyntax'],
    ['no object', '[]', {}, 400, 'invalidSyntax'],
    ['another media type', '<user/>', { 'content-type': 'application/xml' }, 415, undefined],
    ['a malformed media type', '{}', { 'content-type': 'nonsense' }, 415, undefined],
    ['a body that is too large', JSON.stringify({ ...user, title: 'x'.repeat(1_048_577) }), {}, 413, undefined],
    ['a body that is too deep', `{"x":${'['.repeat(40)}${']'.repeat(40)}}`, {}, 400, 'invalidSyntax'],
    ['a zero character', '{"userName":"a@example.com","title":"a\\u0000b"}', {}, 400, 'invalidValue'],
    [
      'text that is not UTF-8',
      Buffer.from('{"userName":"a@example.com","title":"Jos\xe9"}', 'latin1'),
      {},
      400,
      'invalidSyntax',
    ],
    ['half a character', '{"userName":"a@example.com","name":{"givenName":"\\ud800"}}', {}, 400, 'invalidValue'],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 415, undefined],
    ['no userName', JSON.stringify({ ...user, userName: undefined }), {}, 400, 'invalidValue'],
  ])('POST with %s is refused', async (_, body, headers, status, scimType) => {
    const before = gateway.users.received.length;
    expectScimError(await gateway.ask('/scim/v2/Users', { method: 'POST', body, headers }), status, scimType);
    expect(gateway.users.received.length).toBe(before);
  });

  it('names the place where the JSON breaks', async () => {
    const answer = await gateway.ask('/scim/v2/Users', { body: '{"userName": "a",}' });
    expect(answer.json['detail']).toContain('line 1, column 18');
  });

  it.each([
    ['a user', '/Users', '{"userName": "a@b.example", "emails": [], "emails": [{"value": "a@b.example"}]}', 'emails'],
    ['a group', '/Groups', '{"displayName": "a", "members": [{"value": "x"}], "members": []}', 'members'],
    [
      'a large group',
      '/Groups',
      `{"members": [], "displayName": "a", "members": [${'{"value": "x"},'.repeat(20_000)}{"value": "y"}]}`,
      'members',
    ],
    [
      'a bulk request',
      '/Bulk',
      '{"Operations": [{"method": "POST", "path": "/Users", "bulkId": "1", "data": {}, "data": {"a": 1}}]}',
      'data',
    ],
    ['a search', '/Users/.search', '{"filter": "title pr", "filter": "userName pr"}', 'filter'],
  ])('%s that says one name twice with different values is refused, by that name', async (_, path, body, name) => {
    const answer = await gateway.ask(`/scim/v2${path}`, { body });
    expectScimError(answer, 400, 'invalidSyntax');
    expect(answer.json['detail']).toContain(`"${name}" twice`);
  });

  it.each([
    ['an unknown operator', 'userName qq "a"'],
    ['no value', 'userName eq'],
    ['an unknown attribute', 'nothing eq "a"'],
    ['the password', 'password eq "a"'],
    ['more than 100 conditions', Array.from({ length: 101 }, () => 'title pr').join(' or ')],
    ['what is no text', 'userName eq "a\\u0000"'],
    ['more than 2,000 characters', `userName eq "${'a'.repeat(2_100)}"`],
  ])('a filter with %s is refused as a filter', async (_, filter) => {
    const answer = await gateway.ask(`/scim/v2/Users?filter=${encodeURIComponent(filter)}`);
    expectScimError(answer, 400, 'invalidFilter');
  });

  it.each(['010101001010101011001010101011', '00919288221112222', 'a'.repeat(3_000), '%E2%82%AC', 'x%2Fy', "' or 1=1"])(
    'no user has the id %s',
    async (id) => {
      for (const method of ['GET', 'DELETE'])
        expectScimError(await gateway.ask(`/scim/v2/Users/${id}`, { method }), 404);
      expectScimError(await gateway.ask(`/scim/v2/Users/${id}`, { method: 'PUT', body: user }), 404);
    },
  );

  it('a broken address is refused', async () => {
    expectScimError(await gateway.ask('/scim/v2/Users/%zz'), 400);
  });

  it('what is not even HTTP gets a SCIM error', async () => {
    const answer = await sendRaw('NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(errorSchema);
  });

  it('headers that are too large get a SCIM error', async () => {
    const answer = await sendRaw(`GET /scim/v2/Users HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain(errorSchema);
  });

  it('a fault of ours is 500 with the id that is in the log', async () => {
    gateway.users.failWith = new Error('relation "users" does not exist: ann@example.com');
    const answer = await gateway.ask('/scim/v2/Users');
    gateway.users.failWith = undefined;
    expectScimError(answer, 500);
    const id = answer.headers.get('x-request-id') ?? '';
    expect(answer.json['detail']).toContain(id);
    expect(gateway.logged.filter((line) => line.includes(id))).toHaveLength(1);
    expect(gateway.logged.join('')).not.toContain('ann@example.com');
    expect(answer.text).not.toContain('relation');
  });
});

/** Answers to what no HTTP client would send. */
function sendRaw(text: string): Promise<string> {
  const { port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
