import { CommandSender } from '@rollcall/gateway-kit';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { Caller } from '../../../tests/support/callers.js';
import { ScimSession } from '../../../tests/support/scim-session.js';
import { stack } from '../../../tests/support/stack.js';
import { workspaceAt, type Account } from '../../../tests/support/workspace.js';
import { HttpUserQueryClient, type UserQueryClient } from '../src/clients/http-user-query-client.js';
import { startGateway } from './gateway-under-test.js';

// The gateway of this spec is a real one between HTTP, user-service and Kafka; it runs here, so that its hashes can be counted, and
// something can happen between its question and its command.
const { newAccount, workspaceUrl } = await stack();
const caller = await Caller.of(await (await fetch(inject('rollcallStack'))).text(), 'scim-gateway');
const users = caller.http('user-service');
const { client, close } = await caller.commands();
const real = new HttpUserQueryClient(users);
let meanwhile: (() => Promise<unknown>) | undefined;
const forecastPassword: UserQueryClient['forecastPassword'] = async (...asked) => {
  const answer = await real.forecastPassword(...asked);
  await meanwhile?.();
  return answer;
};
const userQueries = Object.assign(Object.create(real) as HttpUserQueryClient, { forecastPassword });
const gateway = await startGateway({ commands: new CommandSender(client), userQueries });
afterEach(() => (meanwhile = undefined));
afterAll(async () => {
  await gateway.close();
  await close();
  await users.close();
});

const first = 'First-Pass-1';
const second = 'Second-Pass-2';
const set = (value: object) => ({ op: 'replace', value });

async function account() {
  const made = await newAccount();
  const scim = new ScimSession(`${gateway.url}/scim/v2`, gateway.verifier.issue(made.id, made.tokenId));
  return { made, scim, ann: `ann@${made.slug}.example` };
}

/** What became of the passwords that came meanwhile. */
async function fatesOf<T>(act: () => Promise<T>): Promise<{ fates: string[]; result: T }> {
  const before = gateway.passwordFates.length;
  const result = await act();
  return { fates: gateway.passwordFates.slice(before), result };
}

const made = async (scim: ScimSession, userName: string, of: object = {}) =>
  (await scim.create(userName, { password: first, ...of })).body.id as string;

async function invited(of: Account): Promise<{ id: string; userName: string }> {
  const admin = await workspaceAt(workspaceUrl).adminOf(of);
  const person = { userName: `eve@${of.slug}.example`, givenName: 'Eve', familyName: 'Min' };
  const { body } = await admin.post('/users', person);
  return { id: body.user.id as string, userName: person.userName };
}

describe('a password that is taken', () => {
  it('of a new person is hashed once, and signs in', async () => {
    const { made: acme, scim, ann } = await account();
    const { fates, result } = await fatesOf(() => scim.create(ann, { password: first }));
    expect([result.status, fates]).toEqual([201, ['hashed']]);
    expect(await acme.checkPassword(ann, first)).toBe(true);
  });

  it('of somebody whom the directory keeps is hashed, by PATCH and by PUT', async () => {
    const { made: acme, scim, ann } = await account();
    const id = await made(scim, ann);
    expect((await fatesOf(() => scim.patch(id, set({ password: second })))).fates).toEqual(['hashed']);
    expect(await acme.checkPassword(ann, second)).toBe(true);
    const { fates } = await fatesOf(() => scim.replace(id, { userName: ann, password: first }));
    expect([fates, await acme.checkPassword(ann, first)]).toEqual([['hashed'], true]);
  });

  it('is hashed where user-service does not say whether it takes it', async () => {
    const { made: acme, scim, ann } = await account();
    meanwhile = () => Promise.reject(new ServiceUnavailable('user-service', 'timeout'));
    const { fates, result } = await fatesOf(() => scim.create(ann, { password: first }));
    expect([result.status, fates, await acme.checkPassword(ann, first)]).toEqual([201, ['hashed'], true]);
  });
});

describe('a password that is not taken is not hashed:', () => {
  const none = ['not-taken'];

  it('where the account does not sync passwords', async () => {
    const { made: acme, scim, ann } = await account();
    await acme.set({ passwordSync: 'off' });
    const { fates, result } = await fatesOf(() => scim.create(ann, { password: first }));
    expect([result.status, fates]).toEqual([201, none]);
    const id = result.body.id as string;
    const changed = await fatesOf(() => scim.patch(id, set({ title: 'Lead', password: first })));
    expect([changed.result.body.title, changed.fates]).toEqual(['Lead', none]);
    expect(await acme.checkPassword(ann, first)).toBe(false);
  });

  it('in the double of an active user', async () => {
    const { scim, ann } = await account();
    await made(scim, ann, { externalId: 'x1' });
    const { fates, result } = await fatesOf(() => scim.create(ann, { externalId: 'x1', password: second }));
    expect([result.status, result.body.scimType, fates]).toEqual([409, 'uniqueness', none]);
    const other = await fatesOf(() => scim.create(`new-${ann}`, { externalId: 'x1', password: second }));
    expect([other.result.status, other.fates]).toEqual([409, none]);
  });

  it('in a POST that restores somebody with a password, whose own stays', async () => {
    const { made: acme, scim, ann } = await account();
    await scim.patch(await made(scim, ann), set({ active: false }));
    const { fates, result } = await fatesOf(() => scim.create(ann, { password: second }));
    expect([result.status, result.body.active, fates]).toEqual([201, true, none]);
    expect(await acme.checkPassword(ann, first)).toBe(true);
  });

  it('in a write that adopts, also over an invitation', async () => {
    const { made: acme, scim } = await account();
    const { id, userName } = await invited(acme);
    const { fates, result } = await fatesOf(() => scim.create(userName, { password: first }));
    expect([result.status, result.body.id, fates]).toEqual([201, id, none]);
    const { made: beta, scim: ofBeta } = await account();
    const eve = await invited(beta);
    const put = await fatesOf(() => ofBeta.replace(eve.id, { userName: eve.userName, password: first }));
    expect([put.result.status, put.fates]).toEqual([200, none]);
  });

  it('for an admin of her own', async () => {
    const { made: acme, scim } = await account();
    const { fates, result } = await fatesOf(() => scim.patch(acme.adminId, set({ password: second })));
    expect([result.status, result.body.scimType, fates]).toEqual([409, 'mutability', none]);
    expect(result.body.detail).toMatch(/Hand over to the directory/);
  });

  it('for nobody, for another version, and where it breaks the rule', async () => {
    const { scim, ann } = await account();
    const id = await made(scim, ann);
    const body = { Operations: [set({ password: second })] };
    const stale = await fatesOf(() => scim.send('PATCH', `/Users/${id}`, body, { 'if-match': 'W/"77"' }));
    expect([stale.result.status, stale.fates]).toEqual([412, none]);
    const unknown = await fatesOf(() => scim.patch('01890a5d-ac96-774b-bcce-b302099a8fff', set({ password: second })));
    expect([unknown.result.status, unknown.fates]).toEqual([404, none]);
    const weak = await fatesOf(() => scim.patch(id, set({ password: 'password' })));
    expect([weak.result.status, weak.fates]).toEqual([400, ['against-the-rule']]);
  });

  it('in the operations of a bulk request, each for itself', async () => {
    const { made: acme, scim, ann } = await account();
    await made(scim, ann);
    const post = (userName: string, bulkId: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId,
      data: { userName, name: { givenName: 'Ann' }, password: second },
    });
    const patch = {
      method: 'PATCH',
      path: `/Users/${acme.adminId}`,
      data: { Operations: [set({ password: second })] },
    };
    const Operations = [post(ann, 'a'), post(`bob@${acme.slug}.example`, 'b'), patch];
    const { fates, result } = await fatesOf(() => scim.send('POST', '/Bulk', { Operations }));
    expect(result.body.Operations.map(({ status }: { status: string }) => status)).toEqual(['409', '201', '409']);
    expect(fates.sort()).toEqual(['hashed', 'not-taken', 'not-taken']);
  });
});

describe('what changes between the question and the command', () => {
  it('makes a password needed after all: it is hashed, sent once more, and signs in', async () => {
    const { made: acme, scim, ann } = await account();
    await acme.set({ passwordSync: 'off' });
    meanwhile = () => acme.set({ passwordSync: 'on' });
    const { fates, result } = await fatesOf(() => scim.create(ann, { password: first }));
    expect([result.status, fates, await acme.checkPassword(ann, first)]).toEqual([201, ['hashed'], true]);

    const id = result.body.id as string;
    await scim.patch(id, set({ active: false }));
    meanwhile = () => scim.remove(id); // a release deletes the password, so that of a POST is taken
    const again = await fatesOf(() => scim.create(ann, { password: second }));
    expect([again.result.status, again.result.body.id, again.fates]).toEqual([201, id, ['hashed']]);
    expect(await acme.checkPassword(ann, second)).toBe(true);
  });

  it('also for who leaves, and in a bulk request', async () => {
    const { made: acme, scim, ann } = await account();
    await acme.set({ passwordSync: 'off' });
    const id = await made(scim, ann);
    meanwhile = () => acme.set({ passwordSync: 'on' });
    const left = await fatesOf(() => scim.patch(id, set({ active: false, password: second })));
    expect([left.result.status, left.result.body.active, left.fates]).toEqual([200, false, ['hashed']]);

    await acme.set({ passwordSync: 'off' });
    const data = { Operations: [set({ active: true, password: first })] };
    const Operations = [{ method: 'PATCH', path: `/Users/${id}`, data }];
    const { fates, result } = await fatesOf(() => scim.send('POST', '/Bulk', { Operations }));
    expect([result.body.Operations[0].status, fates]).toEqual(['200', ['hashed']]);
    expect(await acme.checkPassword(ann, first)).toBe(true);
  });

  it('makes a hash needless: nothing of it is stored', async () => {
    const { made: acme, scim, ann } = await account();
    meanwhile = () => acme.set({ passwordSync: 'off' });
    const { result } = await fatesOf(() => scim.create(ann, { password: first }));
    expect([result.status, await acme.checkPassword(ann, first)]).toEqual([201, false]);
  });
});
