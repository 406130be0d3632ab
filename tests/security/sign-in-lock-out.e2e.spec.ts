import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { postFrom } from '../support/from-address.js';
import { stack } from '../support/stack.js';
import { workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl, dumpTopics } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

let used = 0;
/** An address that nobody has used, each of a network of its own. */
const newAddress = () => `127.77.${Math.floor((used += 1) / 200)}.${1 + (used % 200)}`;

const signInFrom = (address: string, account: Account, of: object = {}, cookie?: string) => {
  const body = { account: account.slug, userName: account.adminEmail, password: 'a wrong guess', ...of };
  return postFrom(address, `${workspaceUrl}/sessions`, body, cookie === undefined ? {} : { cookie });
};

describe('strangers who guess at the password of an admin', () => {
  it('do not keep the admin from signing in, and do not get on with guessing', async () => {
    const account = await newAccount();
    const outsiders = [newAddress(), newAddress(), newAddress()];
    const guesses = outsiders.flatMap((address) => Array.from({ length: 20 }, () => signInFrom(address, account)));
    const answered = await Promise.all(guesses);
    const compared = answered.filter(({ status }) => status === 401);
    // Five of each network, and one more for each further instance that has begun one meanwhile.
    expect(compared.length).toBeLessThanOrEqual(3 * 7);
    expect(answered.filter(({ code }) => code === 'sign-in-limit')).toHaveLength(60 - compared.length);
    const right = { password: account.adminPassword };
    for (let n = 0; n < 8; n += 1) expect((await signInFrom(newAddress(), account, right)).status).toBe(201);
  });

  it('count as the same whether they name the account by slug or by id', async () => {
    const account = await newAccount();
    const outsider = newAddress();
    for (let n = 0; n < 5; n += 1) expect((await signInFrom(outsider, account)).status).toBe(401);
    expect((await signInFrom(outsider, account, { account: account.id })).code).toBe('sign-in-limit');
  });

  it('from her own network keep nobody out of a browser that she has used before', async () => {
    const account = await newAccount();
    const address = newAddress();
    const right = { password: account.adminPassword };
    const { cookies } = await signInFrom(address, account, right);
    const device = cookies.find((cookie) => cookie.startsWith('rollcall-device='))?.split(';')[0];
    for (let n = 0; n < 6; n += 1) await signInFrom(address, account);
    expect((await signInFrom(address, account, right)).code).toBe('sign-in-limit');
    expect((await signInFrom(address, account, right, device)).status).toBe(201);
  });

  it('look the same, and are limited in the same way, whether there is such a person or account or not', async () => {
    const account = await newAccount();
    const outcomes = [{}, { userName: `nobody@${account.slug}.example` }, { account: `no-${account.slug}` }].map(
      async (of) => {
        const outsider = newAddress();
        const codes: (string | undefined)[] = [];
        for (let n = 0; n < 6; n += 1) codes.push((await signInFrom(outsider, account, of)).code);
        return codes;
      },
    );
    const expected = [...Array<string>(5).fill('sign-in-failed'), 'sign-in-limit'];
    expect(await Promise.all(outcomes)).toEqual([expected, expected, expected]);
  });

  it('leave a trail of ids: of the person who was meant, of each start and end of a session, and of no name', async () => {
    const account = await newAccount();
    for (let n = 0; n < 3; n += 1) await signInFrom(newAddress(), account);
    const admin = await adminOf(account);
    const typed = `typed-in-the-wrong-field-${account.slug}`;
    await signInFrom(newAddress(), account, { userName: typed });
    expect((await admin.send('DELETE', '/session')).status).toBe(204);
    await eventually(async () => {
      const lines = (await dumpTopics('rollcall.user.events'))
        .split('\n')
        .filter((line) => line.includes(account.adminId));
      const types = ['session.refused', 'session.started', 'session.ended'];
      return types.every((type) => lines.some((line) => line.includes(`"${type}"`)));
    }, 'the events of signing in');
    await eventually(async () => {
      const records = (await dumpTopics('rollcall.workspace.requests')).split('\n');
      const of = records.filter((line) => line.includes(account.adminId));
      expect(of.filter((line) => line.includes('"/api/session"'))).toHaveLength(1);
      expect(records.some((line) => line.includes('sign-in-failed'))).toBe(true);
      return true;
    }, 'the records of requests');
    expect(await dumpTopics()).not.toContain(typed);
  });
});
