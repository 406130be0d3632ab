import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@rollcall/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { loadOperators } from '../../tools/stack/operators.js';
import { postFrom } from '../support/from-address.js';
import { ownWorkspaceGateway } from '../support/own-workspace-gateway.js';
import { stack } from '../support/stack.js';

const { newAccount, workspaceUrl, folder, opsWith, dumpTopics } = await stack();
const behindProxy = await ownWorkspaceGateway(folder, 'behind-a-proxy', { TRUSTED_PROXIES: '127.44.0.1/32' });
afterAll(() => behindProxy.process.stop());

describe('the cookies of a session', () => {
  const proxy = '127.44.0.1';
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

  it('are for TLS and this host alone behind a proxy that says so, and that is trusted', async () => {
    const account = await newAccount();
    const who = { account: account.slug, userName: account.adminEmail, password: account.adminPassword };
    const signIn = async (from: string, headers: Record<string, string>) => {
      const { status, cookies } = await postFrom(from, `${behindProxy.url}/sessions`, who, headers);
      expect([status, cookies.length]).toEqual([201, 2]);
      return cookies;
    };
    const overTls = await signIn(proxy, forwarded);
    for (const cookie of overTls) {
      expect(cookie).toMatch(/^__Host-rollcall(-device)?=/);
      for (const part of ['Path=/', 'HttpOnly', 'SameSite=Strict', 'Secure'])
        expect(cookie.split('; ')).toContain(part);
      expect(cookie).not.toMatch(/domain=/i);
    }
    for (const plain of [
      await signIn(proxy, { 'x-forwarded-for': '203.0.113.9' }),
      await signIn('127.44.0.2', forwarded),
    ])
      for (const cookie of plain) expect(cookie).toMatch(/^rollcall(-device)?=(?!.*Secure)/);

    const [token] = overTls.map((cookie) => cookie.split(';')[0]?.split('=')[1]);
    const act = (name: string) =>
      postFrom(proxy, `${behindProxy.url}/roles`, {}, { ...forwarded, cookie: `${name}=${token}` });
    expect((await act('rollcall')).code).toBe('session-missing'); // any page of the domain could have set it
    expect((await act('__Host-rollcall')).code).toBe('request-invalid');
  });
});

describe('setting the installation up', () => {
  it('needs the secret of the start, and is over once there is an account', async () => {
    const { setupSecret } = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as {
      setupSecret: string;
    };
    const admin = { userName: 'eve@example.com', givenName: 'Eve', familyName: 'Min', password: 'Correct-Horse-7' };
    const setUp = (secret: string) =>
      postFrom('127.44.0.3', `${workspaceUrl}/setup`, { secret, account: { slug: 'mine', name: 'Mine' }, admin });
    await newAccount();
    const wrong = await setUp(`${setupSecret.slice(0, -1)}~`);
    expect([wrong.status, wrong.code]).toEqual([403, 'setup-secret-wrong']);
    const right = await setUp(setupSecret);
    expect([right.status, right.code]).toEqual([409, 'setup-closed']);
  });
});

describe('an operator’s credential', () => {
  it('is the name under which everything is recorded, and another secret is nobody', async () => {
    const { ann = '' } = await loadOperators(folder, 'ann');
    const account = await newAccount();
    const create = (credential: string) =>
      opsWith(
        { INTERNAL_SECRET: '', OPS_CREDENTIAL: credential },
        'role',
        'create',
        account.slug,
        '--name',
        'Contractor',
        '--based-on',
        'viewer',
      );
    for (const wrong of ['ann:another-secret-of-nobody', `bob:${ann}`, `ops-cli:${ann}`])
      await expect(create(wrong)).rejects.toThrow(/401|INTERNAL_CALLERS|credential/i);
    expect(await create(`ann:${ann}`)).toMatchObject({ name: 'Contractor' });
    await eventually(async () => {
      const lines = (await dumpTopics('rollcall.user.events')).split('\n').filter((line) => line.includes(account.id));
      return lines.some((line) => line.includes('role.created') && line.includes('"kind":"operator","id":"ann"'));
    }, 'the event names ann');
  });
});
