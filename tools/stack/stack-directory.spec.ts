import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { readOptions } from './options.ts';
import { loadSecrets } from './secrets.ts';
import { stackFile, takeFormer, writeStack, writeStopped, type StackFile } from './stack-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rollcall-stack-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

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
    await writeStack(directory, stack);
    expect(await modeOf(stackFile(directory))).toBe(0o600);
  });

  it('is away while the next start is not ready, and its token is not lost when that start fails', async () => {
    await writeStack(directory, stack);
    expect((await takeFormer(directory))?.scimToken).toBe('scim_demo_secret');
    await expect(stat(stackFile(directory))).rejects.toThrow('ENOENT');
    expect((await takeFormer(directory))?.scimToken).toBe('scim_demo_secret');
  });

  it('names nothing that runs after the stack was stopped, and keeps the token', async () => {
    await writeStack(directory, stack);
    await writeStopped(directory);
    expect(JSON.parse(await readFile(stackFile(directory), 'utf8'))).toEqual({ ...stack, services: [], servers: [] });
  });
});

describe('secrets', () => {
  it('are made once, for this user alone, and all different', async () => {
    const first = await loadSecrets(directory);
    expect(await loadSecrets(directory)).toEqual(first);
    expect(await modeOf(join(directory, 'secrets.json'))).toBe(0o600);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  });
});

describe('the lock of a directory', () => {
  it('is refused while another stack runs there, naming its pid', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'tools/stack/main.ts']);
    await once(other, 'spawn');
    await writeFile(join(directory, 'stack.pid'), `${other.pid}\n`);
    expect(() => takeLock(directory)).toThrow(`already (pid ${other.pid})`);
    other.kill();
  });

  it('is taken over from one that was killed, also when its pid is somebody else now', async () => {
    await writeFile(join(directory, 'stack.pid'), `${process.pid}\n`);
    takeLock(directory);
    expect(await readFile(join(directory, 'stack.pid'), 'utf8')).toBe(`${process.pid}\n`);
  });
});

describe('options of npm start', () => {
  it('take the directory from --data before ROLLCALL_LOCAL', () => {
    expect(readOptions([], { ROLLCALL_LOCAL: '/a' })).toMatchObject({ directory: '/a', gateways: 1 });
    expect(readOptions(['--data', '/b', '--gateways', '3'], { ROLLCALL_LOCAL: '/a' })).toMatchObject({
      directory: '/b',
      gateways: 3,
    });
  });

  it('refuse what they do not know', () => {
    expect(() => readOptions(['--gateways', 'many'], {})).toThrow('--gateways takes a number from 1 to 16');
    expect(() => readOptions(['--gatewys', '2'], {})).toThrow("Unknown option '--gatewys'");
  });
});
