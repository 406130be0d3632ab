import { verify } from '@node-rs/argon2';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedGateway, startGateway, type Question } from './gateway-under-test.js';

const canary = 'C4n4ry-N3w-Pa55';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const user = {
  schemas: [core],
  userName: 'ann.lee@example.com',
  name: { givenName: 'Ann', familyName: 'Lee' },
  active: true,
};
const unknownId = '01890a5d-ac96-774b-bcce-b302099a8fff';

let id: string;
const gateway = await sharedGateway();
beforeAll(async () => {
  id = String((await gateway.ask('/scim/v2/Users', { body: user })).json['id']);
});

const patch = (operation: object): Question => ({ method: 'PATCH', body: { Operations: [operation] } });

/** Ways to send a password that are accepted. */
const accepted: [string, (id: string) => [path: string, asked: Question]][] = [
  ['POST', () => ['/Users', { body: { ...user, userName: 'b@example.com', password: canary } }]],
  ['PUT', (id) => [`/Users/${id}`, { method: 'PUT', body: { ...user, Password: canary } }]],
  ['PATCH with a path', (id) => [`/Users/${id}`, patch({ op: 'replace', path: 'password', value: canary })]],
  ['PATCH with a URN path', (id) => [`/Users/${id}`, patch({ op: 'Add', path: `${core}:password`, value: canary })]],
  ['PATCH without a path', (id) => [`/Users/${id}`, patch({ op: 'replace', value: { password: canary } })]],
  ['PATCH in another case', (id) => [`/Users/${id}`, patch({ op: 'replace', value: { PASSWORD: canary } })]],
];

/** Ways that are refused, or in which the password means nothing. */
const refused: [string, (id: string) => [path: string, asked: Question]][] = [
  ['malformed JSON', () => ['/Users', { body: `{"password": "${canary}", "userName": }` }]],
  ['JSON that ends in the password', () => ['/Users', { body: `{"password": "${canary}` }]],
  ['no userName', () => ['/Users', { body: { password: canary } }]],
  ['a wrong attribute', () => ['/Users', { body: { ...user, password: canary, active: 'perhaps' } }]],
  ['a list as body', () => ['/Users', { body: [{ password: canary }] }]],
  [
    'inside a name',
    (id) => [`/Users/${id}`, { method: 'PUT', body: { ...user, name: { givenName: 'A', password: canary } } }],
  ],
  [
    'an object as password',
    (id) => [`/Users/${id}`, { method: 'PUT', body: { ...user, password: { secret: canary } } }],
  ],
  [
    'a filtered path',
    (id) => [`/Users/${id}`, patch({ op: 'replace', path: `password[value eq "${canary}"]`, value: canary })],
  ],
  [
    'a password that is too long',
    (id) => [`/Users/${id}`, { method: 'PUT', body: { ...user, password: canary.repeat(100) } }],
  ],
  ['an unknown operation', (id) => [`/Users/${id}`, patch({ op: 'twist', path: 'password', value: canary })]],
  ['an unknown user', () => [`/Users/${unknownId}`, patch({ op: 'replace', value: { password: canary } })]],
  ['a taken name', () => ['/Users', { body: { ...user, password: canary } }]],
  [
    'another media type',
    () => ['/Users', { body: `password=${canary}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ],
  ['too large a body', () => ['/Users', { body: { ...user, password: canary, title: 'x'.repeat(1_100_000) } }]],
  ['an unknown route', () => ['/Widgets', { body: { password: canary } }]],
  ['a wrong verb', () => ['/Schemas', { body: { password: canary } }]],
  ['a query', () => [`/Users?filter=${encodeURIComponent(`password eq "${canary}"`)}`, {}]],
  [
    'a bad projection',
    () => [`/Users?attributes=password`, { body: { ...user, userName: 'p@example.com', password: canary } }],
  ],
];

function expectNoTrace(): void {
  const everything = JSON.stringify([gateway.logged, gateway.requestLog.records, gateway.users.received]);
  expect(everything).not.toContain(canary);
  expect(everything).not.toContain(gateway.token);
}

describe('a password', () => {
  it.each(accepted)('in a %s leaves as argon2id only', async (_, request) => {
    const [path, asked] = request(id);
    const answer = await gateway.ask(`/scim/v2${path}`, asked);
    expect(answer.status).toBeLessThan(300);
    expect(answer.text.toLowerCase()).not.toContain('password');
    const { passwordHash } = gateway.users.received.at(-1)?.payload ?? {};
    expect(await verify(String(passwordHash), canary)).toBe(true);
    expectNoTrace();
  });

  it.each(refused)('with %s leaves no trace', async (_, request) => {
    const [path, asked] = request(id);
    const answer = await gateway.ask(`/scim/v2${path}`, asked);
    expect(answer.text).not.toContain(canary);
    expect(JSON.stringify([...answer.headers])).not.toContain(canary);
    expectNoTrace();
  });

  it('leaves no trace where the service fails', async () => {
    gateway.users.failWith = new Error(`could not save ${canary}`);
    const answer = await gateway.ask('/scim/v2/Users', { body: { ...user, password: canary } });
    gateway.users.failWith = undefined;
    expect([answer.status, answer.text.includes(canary)]).toEqual([500, false]);
    expectNoTrace();
  });

  it('is refused with 429 where too many wait, and nothing is sent', async () => {
    const busy = await startGateway({ passwordQueue: 1 });
    const body = (i: number) => ({ ...user, userName: `u${i}@example.com`, password: canary });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => busy.ask('/scim/v2/Users', { body: body(i) })),
    );
    const refusals = answers.filter((answer) => answer.status === 429);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals[0]?.headers.get('retry-after')).toBe('2');
    expect(busy.users.received.length).toBe(40 - refusals.length);
    await busy.close();
  });
});

describe('a token', () => {
  it('that does not work leaves no trace', async () => {
    const token = gateway.verifier.issueDead({ works: false, why: 'unknown' });
    const answer = await gateway.ask('/scim/v2/Users', { token });
    const malformed = await gateway.ask('/scim/v2/Users', { token: `${token}${canary}` });
    const inTheAddress = await gateway.ask(`/scim/v2/Users/${token}?token=${token}`);
    const texts = [answer, malformed, inTheAddress]
      .map(({ text, headers }) => text + JSON.stringify([...headers]))
      .join();
    expect(texts).not.toContain(token);
    expect(JSON.stringify([gateway.logged, gateway.requestLog.records])).not.toContain(token);
    expectNoTrace();
  });
});
