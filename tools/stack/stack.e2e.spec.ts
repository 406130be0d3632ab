import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { nodeBinary, OwnedProcess, repositoryRoot } from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkspaceSession } from '../../tests/support/workspace-session.ts';
import { demoAccount } from './demo-account.ts';
import { removeStack } from './remove.ts';
import { loadSecrets } from './secrets.ts';
import type { RunningPart, StackFile } from './stack-file.ts';

/** The trace data of a service, in OTLP's JSON. */
interface ExportedSpans {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly { readonly traceId: string }[] }[];
  }[];
}

/** Receives traces as a collector does, and records which services took part in each. */
const collector = { url: '', server: createServer(), servicesOf: new Map<string, Set<string>>() };
collector.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
  void json(request).then((body) => {
    for (const { resource, scopeSpans } of (body as ExportedSpans).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const { traceId } of scopeSpans.flatMap(({ spans }) => spans)) {
        collector.servicesOf.set(traceId, (collector.servicesOf.get(traceId) ?? new Set()).add(service));
      }
    }
    response.setHeader('content-type', 'application/json').end('{}');
  });
});

// Runs what `npm start` runs, on servers and ports of its own.
let folder: string;
let stack: OwnedProcess;

beforeAll(async () => {
  await new Promise<void>((done) => collector.server.listen(0, '127.0.0.1', done));
  collector.url = `http://127.0.0.1:${(collector.server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'rollcall-stack-'));
  await chmod(folder, 0o755);
  stack = tool('tools/start.mjs', '--data', folder);
  stack.start();
  await stack.line(/\] ready$/, 300_000);
}, 310_000);

afterAll(async () => {
  await stack.stop(30_000);
  collector.server.close();
  await removeStack(folder);
}, 60_000);

function tool(...args: string[]): OwnedProcess {
  const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, ...inherited } = process.env;
  // The environment of `npm start`: packages resolve to dist, not to sources as in vitest.
  const env = {
    ...inherited,
    ROLLCALL_LOCAL: folder,
    ROLLCALL_KAFKA_FAST_START: 'yes',
    NODE_OPTIONS: '',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  return new OwnedProcess({ name: args[0] ?? '', command: nodeBinary, args, cwd: repositoryRoot, env });
}

const file = () => join(folder, 'stack.json');
const read = async () => JSON.parse(await readFile(file(), 'utf8')) as StackFile;

async function part(name: string): Promise<RunningPart | undefined> {
  const { services, servers } = await read();
  return [...services, ...servers].find((each) => each.name === name);
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('npm start', () => {
  it('tells in stack.json all that one needs, and for this user alone', async () => {
    const { services, servers, ...rest } = await read();

    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(rest).toEqual({
      scimUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/),
      workspaceUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api$/),
      scimToken: expect.stringMatching(/^rollcall_scim_/),
      accountSlug: 'demo',
      adminEmail: 'admin@demo.example',
      adminPassword: expect.stringMatching(/.{12,}/),
      kafkaBrokers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
    });
    expect(services.map(({ name }) => name).sort()).toEqual([
      'audit-service',
      'scim-gateway',
      'team-service',
      'token-service',
      'user-service',
      'workspace-gateway',
    ]);
    expect(servers.map(({ name }) => name).sort()).toEqual(['kafka', 'postgresql']);
    for (const { pid } of [...services, ...servers]) expect(isAlive(pid)).toBe(true);
  });

  it('writes no file that another user of the machine can read', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    // What containers mount is readable for their users, in a folder that nobody else can enter.
    const mounted = join(folder, 'compose');
    if (existsSync(mounted)) expect((await stat(mounted)).mode & 0o077).toBe(0);
    const own = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(mounted));
    const files = own.map(({ parentPath, name }) => join(parentPath, name));
    const modes = await Promise.all(
      // A server may have removed one meanwhile.
      files.map(async (path) => [path, (await stat(path).catch(() => undefined))?.mode ?? 0] as const),
    );
    expect(modes.filter(([, mode]) => (mode & 0o077) !== 0).map(([path]) => path)).toEqual([]);
    expect(files.map((path) => path.slice(folder.length + 1))).toContain('secrets.json');
  });

  it('prints a first request that works as it stands', async () => {
    const curl = /Try: +(curl .*)$/m.exec(stack.log)?.[1] ?? 'no curl was printed';
    const { stdout } = await promisify(execFile)('sh', ['-c', curl]);
    const list = JSON.parse(stdout) as { totalResults: number };
    expect(list.totalResults).toBe(0);
  });

  it('serves a working day of Okta', async () => {
    const demo = tool('tools/demo.ts');
    demo.start();
    await demo.ended;
    expect(demo.log).toContain('no surprise');
    expect(demo.outcome).toBe('exit code 0');
  }, 120_000);

  it('tells a collector of traces that lead over Kafka from the gateway to the services', async () => {
    const whole = () => [...collector.servicesOf.values()].some((services) => services.size > 2);
    await eventually(whole, 'a trace of the gateway, user-service and one that heard of it', { within: 60_000 });
  }, 70_000);

  it('refuses to start twice in one folder', async () => {
    const pid = (await readFile(join(folder, 'stack.pid'), 'utf8')).trim();
    const second = tool('tools/start.mjs', '--data', folder);
    second.start();
    await second.ended;
    expect(second.outcome).toBe('exit code 1');
    expect(second.log).toContain(`A stack runs in ${folder} already (pid ${pid})`);
    expect((await read()).services).toHaveLength(6);
  }, 60_000);

  it.each(['user-service', 'team-service', 'audit-service', 'postgresql', 'kafka'])(
    'starts %s again when it is killed, and serves on',
    async (name) => {
      const { scimUrl, scimToken } = await read();
      const before = (await part(name))?.pid;
      process.kill(before ?? 0, 'SIGKILL');

      const again = async () => {
        const now = (await part(name))?.pid;
        return now !== before && isAlive(now);
      };
      await eventually(again, () => `${name} has a new pid in stack.json:\n${stack.log}`, {
        within: 180_000,
        every: 200,
      });
      const answer = async () => {
        const headers = { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' };
        const userName = `after.${name}.${Date.now()}@demo.example`;
        const body = JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName,
          name: { givenName: 'Ann', familyName: 'Lee' },
          emails: [{ primary: true, value: userName, type: 'work' }],
          active: true,
        });
        const { status } = await fetch(`${scimUrl}/Users`, { method: 'POST', headers, body });
        return status === 201;
      };
      await eventually(answer, 'a user can be created', { within: 120_000, every: 100 });
    },
    310_000,
  );

  it('leaves nothing running when it is stopped, and goes on with the same token and people, also without audit log and under another pepper', async () => {
    const before = await read();
    const pids = [...before.services, ...before.servers].map(({ pid }) => pid);
    await stack.stop(30_000);
    expect(stack.outcome).toBe('exit code 0');
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await read()).toEqual({ ...before, services: [], servers: [] });

    const { tokenPepper: former } = await loadSecrets(folder);
    const rotated = await loadSecrets(folder, { ROLLCALL_SECRET_TOKEN_PEPPER: 'the-pepper-that-came-after' });
    expect([rotated.tokenPepper, rotated.tokenPepperPrevious]).toEqual(['the-pepper-that-came-after', former]);
    stack = tool('tools/start.mjs', '--data', folder, '--audit-services', '0');
    stack.start();
    await stack.line(/\] ready$/, 240_000);
    const after = await read();
    expect(after.services.map(({ name }) => name)).not.toContain('audit-service');
    expect(after.scimToken).toBe(before.scimToken);
    const headers = { authorization: `Bearer ${after.scimToken}` };
    const response = await fetch(`${after.scimUrl}/Users?count=1`, { headers });
    expect(((await response.json()) as { totalResults: number }).totalResults).toBeGreaterThanOrEqual(25);
  }, 300_000);

  it('works without audit log as with it: Okta, the product, operators; and says that there is none', async () => {
    const { workspaceUrl, accountSlug, adminEmail, adminPassword } = await read();
    const demo = tool('tools/demo.ts');
    demo.start();
    await demo.ended;
    expect(demo.log).toContain('This stack has no audit log: nobody can be asked why.');
    expect(demo.log).toContain('no surprise');
    expect(demo.outcome).toBe('exit code 0');
    const admin = await WorkspaceSession.signIn(workspaceUrl, accountSlug, adminEmail, adminPassword);
    const made = await admin.post('/teams', { displayName: 'Without a log' });
    expect(made.status).toBe(201);
    for (const path of [
      '/account',
      '/users',
      '/teams',
      '/roles',
      '/scim/status',
      '/reconciler',
      '/notices',
      '/scim/settings',
    ])
      expect([path, (await admin.get(path)).status]).toEqual([path, 200]);
    for (const path of ['/audit/entries', '/audit/volume', '/audit/streams', '/audit/explain/user?user=nobody'])
      expect([path, await admin.get(path)]).toEqual([
        path,
        expect.objectContaining({ status: 404, body: expect.objectContaining({ code: 'audit-not-installed' }) }),
      ]);
    const ops = tool('dist/ops-cli.js', 'account', 'show', accountSlug);
    ops.start();
    await ops.ended;
    expect(ops.outcome).toBe('exit code 0');
  }, 120_000);

  it('takes another account where somebody put the admin of the demo out', async () => {
    const former = await read();
    const { scimUrl, scimToken, accountSlug, adminEmail } = former;
    const scim = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' };
      const response = await fetch(`${scimUrl}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      return (await response.json().catch(() => undefined)) as { Resources: { id: string }[] } | undefined;
    };
    const name = { givenName: 'Eve', familyName: 'New' };
    await scim('POST', '/Users', { userName: 'eve@demo.example', name, userType: 'admin' });
    const filter = encodeURIComponent(`userName eq "${adminEmail}"`);
    const admins = await scim('GET', `/Users?filter=${filter}&scim_provisioned_only=all`);
    await scim('DELETE', `/Users/${admins?.Resources[0]?.id}`);

    const env = JSON.parse(await readFile(join(folder, 'env.json'), 'utf8')) as Record<string, string>;
    const now = () => demoAccount(env, former.adminPassword, former);
    await eventually(async () => (await now()).accountSlug !== accountSlug, 'the token of the demo is revoked');
    const { scimToken: other, ...rest } = await now();
    expect(rest).toMatchObject({ accountSlug: 'demo-2', adminEmail: 'admin@demo-2.example' });
    const response = await fetch(`${scimUrl}/Users`, { headers: { authorization: `Bearer ${other}` } });
    expect(response.status).toBe(200);
  }, 120_000);
});
