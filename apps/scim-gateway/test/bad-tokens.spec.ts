import { formerScimToken, newTokenBody, signedToken, TokenSigner } from '@rollcall/contracts';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newTestToken, testSigner } from './fake-token-verifier.js';
import { accountId, startGateway, tokenId, type GatewayUnderTest, type TestOptions } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
const start = async (options: TestOptions = {}) => {
  gateway = await startGateway({ trustedProxies: ['127.0.0.1'], badTokenBurst: 5, ...options });
  return gateway;
};
afterEach(() => gateway.close());

const statusOf = async (token: string, from = '192.0.2.1') =>
  (await gateway.ask('/scim/v2/Users', { token, headers: { 'x-forwarded-for': from } })).status;
const statusesOf = async (tokens: readonly string[], from?: string) =>
  Promise.all(tokens.map(async (token) => statusOf(token, from)));
const some = (count: number, make: () => string) => Array.from({ length: count }, make);

/** What somebody invents who knows what a token looks like, and from one of their own what the key id is. */
const inventedSignature = () =>
  signedToken(newTokenBody(), { ...testSigner.sign('of another token'), signature: '0123456789A' });

describe('tokens that somebody invents', () => {
  it('are told by their signature without a question, and are 401 however many come', async () => {
    const { verifier } = await start();
    const answers = await statusesOf(some(50, inventedSignature));
    expect(new Set(answers)).toEqual(new Set([401]));
    expect(verifier.asked).toEqual([]);
  });

  it('are answered late where many come, and a dead one of ours at once: a flood keeps nobody waiting', async () => {
    const { verifier, token } = await start();
    let answered = 0;
    const flood = some(300, inventedSignature).map(async (each) => {
      const status = await statusOf(each);
      answered += 1;
      return status;
    });
    const revoked = verifier.issueDead({ works: false, why: 'revoked', accountId, tokenId });
    expect(await Promise.all([statusOf(token), statusOf(revoked)])).toEqual([200, 401]);
    expect(answered).toBeLessThan(200); // twenty, and twenty for each second that it takes
    expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
  });

  it('delay no good token from the same address, a new one and one of the account that they name included', async () => {
    const { verifier, token } = await start();
    for (const from of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      await statusesOf(
        some(30, () => formerScimToken('acme')),
        from,
      );
    expect(await statusOf(token)).toBe(200);
    expect(await statusOf(verifier.issue(accountId, tokenId))).toBe(200);
  });

  it('of the former form leave one that works its place, when it comes from elsewhere', async () => {
    const { verifier } = await start();
    const former = verifier.issue(accountId, tokenId, formerScimToken('acme'));
    const flood = await statusesOf(some(30, () => formerScimToken('acme')));
    expect(flood.filter((status) => status === 429).length).toBeGreaterThan(20);
    expect(await statusOf(former, '192.0.2.9')).toBe(200);
    expect(await statusOf(former)).toBe(200); // known from now on, so also where the flood comes from
  });

  it('of the former form ask few questions, and signed with a key that nobody has too', async () => {
    const { verifier } = await start();
    const other = new TokenSigner(['a key of somebody']);
    await statusesOf([...some(20, () => formerScimToken('acme')), ...some(20, () => newTestToken(other))]);
    expect(verifier.asked.length).toBeLessThanOrEqual(5);
  });
});

describe('tokens that were once an account’s', () => {
  const idsOf = (number: number) => ({
    accountId: `01890a5d-ac96-774b-bcce-b30209900${number}`,
    tokenId: `01890a5d-ac96-774b-bcce-b30209901${number}`,
  });

  it.each(['revoked', 'expired', 'account-closing'] as const)('are recorded at it when they are %s', async (why) => {
    const { verifier, requestLog } = await start();
    const dead = verifier.issueDead({ works: false, why, ...idsOf(100) });
    expect(await statusOf(dead)).toBe(why === 'account-closing' ? 403 : 401);
    expect(requestLog.records).toMatchObject([{ ...idsOf(100), address: '192.0.2.1' }]);
  });

  it('are counted for each account apart, whatever network they come from (rule 23)', async () => {
    const { verifier, requestLog, recorder } = await start();
    const one = verifier.issueDead({ works: false, why: 'revoked', ...idsOf(100) });
    const other = verifier.issueDead({ works: false, why: 'expired', ...idsOf(200) });
    await statusesOf(some(30, () => one));
    await statusesOf(some(40, () => other));
    recorder.close();
    const countOf = (accountId: string) =>
      requestLog.records
        .filter((record) => record.accountId === accountId)
        .reduce((sum, { standsFor = 1 }) => sum + standsFor, 0);
    expect([countOf(idsOf(100).accountId), countOf(idsOf(200).accountId)]).toEqual([30, 40]);
  });

  it('are nobody’s where nobody ever had them', async () => {
    const { requestLog } = await start();
    expect(await statusOf(formerScimToken('acme'))).toBe(401);
    expect(requestLog.records[0]).not.toHaveProperty('accountId');
  });
});

describe('tokens that name an account and are nobody’s', () => {
  it('are recorded with that name as a fact, which no answer repeats, and at no account', async () => {
    const { requestLog } = await start();
    const { status, text } = await gateway.ask('/scim/v2/Users', { token: formerScimToken('globex') });
    expect([status, text.includes('globex')]).toEqual([401, false]);
    const [record] = requestLog.records;
    expect(record).toMatchObject({ code: 'token-unknown', facts: { claimedAccount: 'globex' } });
    expect(record).not.toHaveProperty('accountId');
    expect(record).not.toHaveProperty('tokenId');
  });

  it.each<[string, () => string]>([
    ['signed somewhere else', () => newTestToken(new TokenSigner(['a key of somebody']))],
    ['not all of one', () => formerScimToken('globex').slice(0, -1)],
    ['with a name that no account can have', () => formerScimToken('Globex-Inc')],
  ])('and others claim nothing: %s', async (_, make) => {
    const { requestLog } = await start();
    expect(await statusOf(make())).toBe(401);
    expect(requestLog.records[0]).not.toHaveProperty('facts');
  });

  it('claim nothing where they were somebody’s: that is known', async () => {
    const { verifier, requestLog } = await start();
    const dead = formerScimToken('globex');
    verifier.issueDead({ works: false, why: 'revoked', accountId, tokenId }, dead);
    expect(await statusOf(dead)).toBe(401);
    expect(requestLog.records).toMatchObject([{ accountId, tokenId }]);
    expect(requestLog.records[0]).not.toHaveProperty('facts');
  });

  it('are counted together, whatever they name: a stranger opens no record for each', async () => {
    const { requestLog, recorder } = await start({ badTokenBurst: 500 });
    await statusesOf(Array.from({ length: 60 }, (_, at) => formerScimToken(`account${at}`)));
    recorder.close();
    expect(requestLog.records).toHaveLength(21);
    expect(requestLog.records.at(-1)).toMatchObject({
      standsFor: 40,
      facts: { claimedAccount: expect.stringMatching(/^account\d+$/) },
    });
  });
});

describe('tokens that work', () => {
  it('are known by their signature the first time, and by what token-service said from then on', async () => {
    const { token } = await start();
    const verify = vi.spyOn(testSigner, 'verify');
    onTestFinished(() => verify.mockRestore());
    for (let i = 0; i < 5; i++) expect(await statusOf(token)).toBe(200);
    expect(verify).toHaveBeenCalledTimes(1); // a signature takes longer than all the rest of the check
    for (let i = 0; i < 5; i++) expect(await statusOf(inventedSignature())).toBe(401);
    expect(verify).toHaveBeenCalledTimes(6);
  });

  it('of the former form are asked about once by a hundred requests at once, and all of them are let in', async () => {
    const { verifier } = await start();
    const former = verifier.issue(accountId, tokenId, formerScimToken('acme'));
    expect(new Set(await statusesOf(some(100, () => former)))).toEqual(new Set([200]));
    expect(verifier.asked.length).toBeLessThan(10);
  });

  it('of the former form and of many customers come from one address of their provider, and are let in at once', async () => {
    const { verifier } = await start({ badTokenBurst: 20 });
    const all = some(60, () => verifier.issue(accountId, tokenId, formerScimToken('acme')));
    expect(new Set(await statusesOf(all))).toEqual(new Set([200]));
  });

  it('work on where the key that signed them is gone: then they are as good as those of the former form', async () => {
    const { verifier } = await start();
    const token = verifier.issue(accountId, tokenId, newTestToken(new TokenSigner(['a key that is gone'])));
    expect(await statusOf(token)).toBe(200);
  });
});

describe('a revoked token that is still polled', () => {
  it.each([
    ['a signed one', () => newTestToken()],
    ['one of the former form', () => formerScimToken('acme')],
  ])('is 401 each time, and shuts out no new one from its address: %s', async (_, make) => {
    const { verifier } = await start();
    const revoked = make();
    verifier.revoke(revoked, 'revoked');
    expect(new Set(await statusesOf(some(100, () => revoked)))).toEqual(new Set([401]));
    expect(verifier.asked.length).toBeLessThan(10);
    expect(await statusOf(verifier.issue(accountId, tokenId))).toBe(200);
  });
});

describe('without token-service', () => {
  it('no token is let in and none is called bad, but what is invented for certain', async () => {
    const { verifier, token } = await start();
    verifier.failWith = new ServiceUnavailable('token-service', 'unreachable');
    expect(await statusesOf([token, formerScimToken('acme'), inventedSignature()])).toEqual([429, 429, 401]);
    await statusesOf(some(30, () => formerScimToken('acme')));
    verifier.failWith = undefined;
    expect(await statusOf(formerScimToken('acme'))).toBe(401); // what nobody answered was no guess
  });
});
