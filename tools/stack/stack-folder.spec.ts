import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { principals } from '@rollcall/messaging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalCredentials, kafkaPasswords } from './credentials.ts';
import { takeLock } from './lock.ts';
import { readOptions } from './options.ts';
import { loadOperators } from './operators.ts';
import { loadSecrets, readSecrets } from './secrets.ts';
import { stackFile, takeFormer, writeStack, writeStopped, type StackFile } from './stack-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-stack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const stack: StackFile = {
  scimUrl: 'http://127.0.0.1:8080/scim/v2',
  workspaceUrl: 'http://127.0.0.1:8090/api',
  scimToken: 'scim_demo_secret',
  accountSlug: 'demo',
  adminEmail: 'admin@demo.example',
  adminPassword: 'secret',
  kafkaBrokers: ['127.0.0.1:29092'],
  services: [{ name: 'user-service', url: 'http://127.0.0.1:8101', pid: 12 }],
  servers: [{ name: 'kafka', url: '127.0.0.1:29092', pid: 13 }],
};
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('stack.json', () => {
  it('is for this user alone', async () => {
    await writeStack(folder, stack);
    expect(await modeOf(stackFile(folder))).toBe(0o600);
  });

  it('is away while the next start is not ready, and its token is not lost when that start fails', async () => {
    await writeStack(folder, stack);
    expect((await takeFormer(folder))?.scimToken).toBe('scim_demo_secret');
    await expect(stat(stackFile(folder))).rejects.toThrow('ENOENT');
    expect((await takeFormer(folder))?.scimToken).toBe('scim_demo_secret');
  });

  it('names nothing that runs after the stack was stopped, and keeps the token', async () => {
    await writeStack(folder, stack);
    await writeStopped(folder);
    expect(JSON.parse(await readFile(stackFile(folder), 'utf8'))).toEqual({ ...stack, services: [], servers: [] });
  });
});

describe('secrets', () => {
  it('are made once, for this user alone, and all different', async () => {
    const first = await loadSecrets(folder);
    expect(await loadSecrets(folder)).toEqual(first);
    expect(await modeOf(join(folder, 'secrets.json'))).toBe(0o600);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  });

  it('are what the environment gives, where it gives one, and stay so', async () => {
    const env = { ROLLCALL_SECRET_POSTGRES_ADMIN: 'given-by-an-operator', ROLLCALL_SECRET_TOKEN_PEPPER: '' };
    const { postgresAdmin, tokenPepper } = await loadSecrets(folder, env);
    expect(postgresAdmin).toBe('given-by-an-operator');
    expect(await readSecrets(folder)).toMatchObject({ postgresAdmin, tokenPepper });
  });

  it('of tokens leave the former one beside them when they are replaced, until it is removed', async () => {
    const { tokenPepper } = await loadSecrets(folder);
    const first = { ROLLCALL_SECRET_TOKEN_PEPPER: 'another-pepper-of-an-operator' };
    const rotated = { tokenPepper: first.ROLLCALL_SECRET_TOKEN_PEPPER, tokenPepperPrevious: tokenPepper };
    expect(await loadSecrets(folder, first)).toMatchObject(rotated);
    const secrets = await loadSecrets(folder);
    expect(secrets).toMatchObject(rotated);
    expect(internalCredentials(secrets)['token-service']).toMatchObject({
      TOKEN_PEPPER: rotated.tokenPepper,
      TOKEN_PEPPER_PREVIOUS: tokenPepper,
    });
    const removed = await loadSecrets(folder, { ROLLCALL_SECRET_TOKEN_PEPPER_PREVIOUS: 'none' });
    expect(removed).not.toHaveProperty('tokenPepperPrevious');
    expect(await loadSecrets(folder)).toEqual(removed);
  });

  it('give the gateways the key that token-service signs with, and the one before it', async () => {
    const { tokenSigningKey } = await loadSecrets(folder);
    const replaced = { ROLLCALL_SECRET_TOKEN_SIGNING_KEY: 'another-key-of-an-operator' };
    const all = internalCredentials(await loadSecrets(folder, replaced));
    const current = { TOKEN_SIGNING_KEY: replaced.ROLLCALL_SECRET_TOKEN_SIGNING_KEY };
    expect(all['token-service']).toMatchObject(current);
    const both = { ...current, TOKEN_SIGNING_KEY_PREVIOUS: tokenSigningKey };
    expect([all['scim-gateway'], all['workspace-gateway']]).toMatchObject([both, both]);
  });

  it('open secrets of webhooks with the key of before, while they are sealed anew', async () => {
    const { webhookKey } = await loadSecrets(folder);
    const replaced = { ROLLCALL_SECRET_WEBHOOK_KEY: 'another-key-of-an-operator-for-webhooks' };
    const { WEBHOOK_KEY } = internalCredentials(await loadSecrets(folder, replaced))['user-service'] ?? {};
    expect(WEBHOOK_KEY).toBe(`${replaced.ROLLCALL_SECRET_WEBHOOK_KEY},${webhookKey}`);
  });

  it.each(['short', "'; DROP DATABASE --", 'a,b:c@d/e?f&g%h i', 'sixteen letters\nand more'])(
    'refuse %j, which something would read as its own, without telling it',
    async (value) => {
      const loading = loadSecrets(folder, { ROLLCALL_SECRET_OPS_CLI_KAFKA: value });
      await expect(loading).rejects.toThrow(/^ROLLCALL_SECRET_OPS_CLI_KAFKA must have 16 to 200 letters/);
      await expect(loading).rejects.not.toThrow(value);
    },
  );
});

describe('credentials', () => {
  it('make a principal of each part that the access rules speak of, and two that may do everything', async () => {
    const names = Object.keys(kafkaPasswords(await loadSecrets(folder)));
    expect(names.sort()).toEqual([...principals, 'admin', 'broker'].sort());
  });

  it('let in exactly those who show the secret of a caller', async () => {
    const secrets = await loadSecrets(folder);
    const all = internalCredentials(secrets);
    const callersOf = (part: string) =>
      all[part]?.INTERNAL_CALLERS?.split(',').map((pair) => pair.split(':') as [string, string]) ?? [];
    const known = new Map([...callersOf('user-service'), ...callersOf('team-service'), ...callersOf('token-service')]);
    const shown = Object.entries(all).flatMap(([part, { INTERNAL_SECRET: secret }]) =>
      secret ? [[part, secret]] : [],
    );
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(shown));
    const services = (part: string) => callersOf(part).flatMap(([name]) => (name.endsWith('-service') ? [name] : []));
    expect(services('user-service')).toEqual(['team-service', 'token-service', 'audit-service']);
    const ofTeamsAndTokens = ['user-service', 'audit-service'];
    expect([services('team-service'), services('token-service')]).toEqual([ofTeamsAndTokens, ofTeamsAndTokens]);
  });
});

describe('operators', () => {
  it('have a credential each, which stays theirs, at every service', async () => {
    const [secrets, { ann, bob }] = [await loadSecrets(folder), await loadOperators(folder, 'ann, bob')];
    expect(ann).not.toBe(bob);
    const now = await loadOperators(folder, 'ann');
    expect(now).toEqual({ ann });
    const callers = internalCredentials(secrets, now)['team-service']?.INTERNAL_CALLERS;
    expect(callers).toContain(`,ops-cli.ann:${ann}`);
    expect(callers).not.toContain('bob');
  });

  it('have names that a list can hold', async () => {
    await expect(loadOperators(folder, 'ann:lee')).rejects.toThrow('"ann:lee" is no name');
  });
});

describe('the lock of a folder', () => {
  it('is refused while another stack runs there, naming its pid', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'tools/stack/main.ts']);
    await once(other, 'spawn');
    await writeFile(join(folder, 'stack.pid'), `${other.pid}\n`);
    expect(() => takeLock(folder)).toThrow(`already (pid ${other.pid})`);
    other.kill();
  });

  it('is taken over from one that was killed, also when its pid is somebody else now', async () => {
    await writeFile(join(folder, 'stack.pid'), `${process.pid}\n`);
    takeLock(folder);
    expect(await readFile(join(folder, 'stack.pid'), 'utf8')).toBe(`${process.pid}\n`);
  });
});

describe('options of npm start', () => {
  it('make a demo account unless --no-demo or ROLLCALL_DEMO says no', () => {
    expect(readOptions([], {})).toMatchObject({ hasDemo: true });
    expect(readOptions(['--no-demo'], {})).toMatchObject({ hasDemo: false });
    expect(readOptions([], { ROLLCALL_DEMO: 'no' })).toMatchObject({ hasDemo: false });
  });

  it('take the directory from --data before ROLLCALL_LOCAL', () => {
    expect(readOptions([], { ROLLCALL_LOCAL: '/a' })).toMatchObject({ folder: '/a', gateways: 1 });
    expect(readOptions(['--data', '/b', '--gateways', '3'], { ROLLCALL_LOCAL: '/a' })).toMatchObject({
      folder: '/b',
      gateways: 3,
    });
  });

  it('refuse what they do not know', () => {
    expect(() => readOptions(['--gateways', 'many'], {})).toThrow('--gateways takes a number from 1 to 16');
    expect(() => readOptions(['--gatewys', '2'], {})).toThrow("Unknown option '--gatewys'");
  });
});
