import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { formerScimToken, newTokenBody, parseScimToken, signedToken } from '@rollcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { gateways, newAccount } = await stack();
const [gateway = ''] = gateways;

/** Three strangers, and where the identity provider is. */
const outsiders = ['127.0.0.21', '127.0.0.22', '127.0.0.23'];
const okta = '127.0.0.31';

async function ask(token: string, from: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const asked = request(`${gateway}/Users?count=1`, { headers, localAddress: from }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    asked.on('error', reject).end();
  });
}
const askAll = async (tokens: readonly string[], from: string) =>
  Promise.all(tokens.map(async (token) => ask(token, from)));
const some = (count: number, make: () => string) => Array.from({ length: count }, make);

// Tokens of the former form hold twelve letters of the account: these two accounts share them.
const letters = `flood${randomBytes(4).toString('hex').slice(0, 7)}`;
const [one, neighbour] = [await newAccount(`${letters}-one`), await newAccount(`${letters}-two`)];

/** What somebody invents who has a token of the account, but not the key: everything but the signature fits. */
function invented(): string {
  const { signed } = parseScimToken(one.token) ?? {};
  if (!signed) throw new Error('a new token is not signed');
  return signedToken(newTokenBody(), { keyId: signed.keyId, signature: signed.signature });
}

describe('a good SCIM token (rule 19)', () => {
  beforeAll(async () => {
    for (const from of outsiders) {
      const answers = await askAll([...some(100, () => formerScimToken(letters)), ...some(50, invented)], from);
      expect(new Set(answers)).toEqual(new Set([401, 429]));
    }
  }, 60_000);

  it('that nobody has used yet is let in while strangers invent tokens of its account', async () => {
    for (let i = 0; i < 8; i++) {
      const { token } = await one.newToken();
      const flood = outsiders.map(async (from) =>
        askAll(
          some(20, () => formerScimToken(letters)),
          from,
        ),
      );
      expect(await askAll([token, token, token], okta)).toEqual([200, 200, 200]);
      await Promise.all(flood);
    }
  });

  it('is let in where the strangers are too', async () => {
    const { token } = await one.newToken();
    for (const from of outsiders) expect(await ask(token, from)).toBe(200);
  });

  it('of another account whose name begins with the same letters is let in', async () => {
    for (let i = 0; i < 4; i++) expect(await ask((await neighbour.newToken()).token, okta)).toBe(200);
  });

  it('of the former form is let in when it comes first from an address that has invented nothing', async () => {
    const { token } = await neighbour.newToken({ secret: formerScimToken(letters) });
    expect(await ask(token, okta)).toBe(200);
    expect(await ask(token, outsiders[0] ?? '')).toBe(200); // known from now on
  });

  it('is let in while the revoked one before it is still polled from the same address, and that one is told why', async () => {
    const former = await one.newToken({ secret: formerScimToken(letters) });
    expect(await ask(former.token, okta)).toBe(200);
    await one.revokeToken(former.id);
    const { token } = await one.newToken();
    await expect.poll(async () => ask(former.token, okta), { timeout: 5_000 }).toBe(401);
    for (let i = 0; i < 5; i++) {
      expect(
        new Set(
          await askAll(
            some(30, () => former.token),
            okta,
          ),
        ),
      ).toEqual(new Set([401]));
      expect(await ask(token, okta)).toBe(200);
    }
  });

  it('is not had by inventing: a wrong signature is 401 each time, without a wait', async () => {
    expect(new Set(await askAll(some(200, invented), okta))).toEqual(new Set([401]));
  });
});
