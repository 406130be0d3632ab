// `npm run trial:containers`: tests docker-compose.yml on a real engine, in a project and on ports of its own, and
// prints the results. docs/containers.md, "The trial", lists its steps. Options: --no-build (the image exists),
// --no-specs (without the end-to-end specs), --rolling-requests N (sent while containers are restarted in turn; 0 leaves that out), --keep.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { nodeBinary, repositoryRoot } from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import type { StackFile } from '../stack/stack-file.ts';
import { compose, containers, run } from './compose.ts';
import { restartedInTurn } from './trial-rolling.ts';
import { dataIsKept, newPerson, peopleIn } from './trial-people.ts';
import { lockedUp, onlyProduction } from './trial-security.ts';
import { outsidersAreKeptOut } from './trial-outsiders.ts';

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    'no-specs': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    'rolling-requests': { type: 'string', default: '20000' },
  },
});

// These ports are below those that specs use: the engine does not restart a container whose port was taken while it was
// down.
const folder = await mkdtemp(join(tmpdir(), 'rollcall-trial-'));
Object.assign(process.env, {
  COMPOSE_PROJECT_NAME: 'rollcall-trial',
  ROLLCALL_DEMO: 'yes',
  EXTERNAL_READERS: 'billing:user.events,team.events',
  ROLLCALL_LOCAL: folder,
  ROLLCALL_STACK: folder,
  ROLLCALL_POSTGRES_PORT: '15499',
  ROLLCALL_KAFKA_PORT: '15099',
  SCIM_PORTS: '11080-11089',
  WORKSPACE_PORTS: '11090-11099',
  SCIM_PUBLIC_URL: 'http://127.0.0.1:11080/scim/v2',
  DRAIN_SECONDS: '2',
  ROLLCALL_SCIM_GATEWAY_PORTS: '11141-11149',
  ROLLCALL_WORKSPACE_GATEWAY_PORTS: '11161-11169',
  ROLLCALL_USER_SERVICE_PORTS: '11101-11109',
  ROLLCALL_TEAM_SERVICE_PORTS: '11111-11119',
  ROLLCALL_TOKEN_SERVICE_PORTS: '11121-11129',
  ROLLCALL_AUDIT_SERVICE_PORTS: '11131-11139',
});
const withinMs = 600_000;

/** One requirement. The first one that fails ends the trial. */
async function step(name: string, act: () => unknown): Promise<void> {
  const began = Date.now();
  const outcome = await act();
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`| ${name} | ${typeof outcome === 'string' ? outcome : 'held'} | ${seconds} s |`);
}

const up = (...args: string[]) =>
  compose('up', '--detach', '--wait', '--no-build', '--wait-timeout', String(withinMs / 1000), ...args);

async function connect(): Promise<StackFile> {
  program('tools/containers/connect.ts');
  return JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as StackFile;
}

const ours = ['user-service', 'team-service', 'token-service', 'audit-service', 'scim-gateway', 'workspace-gateway'];

/** The same, while this process sends requests. */
async function connectUnderLoad(): Promise<StackFile> {
  await promisify(execFile)(nodeBinary, ['tools/containers/connect.ts'], { cwd: repositoryRoot });
  return JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as StackFile;
}

/**
 * Runs a program of the repository to its end and returns its output.
 * @throws Error with the end of its output
 */
function program(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(nodeBinary, args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${(stdout + stderr).slice(-4_000)}`);
  return stdout;
}

/**
 * Runs the demo.
 * @throws Error where it fails
 */
function demo(): string {
  const [, found] = /(\d+ requests of Okta and \d+ of an admin, no surprise)/.exec(program('tools/demo.ts')) ?? [];
  if (found === undefined) throw new Error('the demo does not say that there was no surprise');
  return found;
}

/** Start a stack of their own and kill it; or have services send to this machine's loopback, which containers do not reach. */
const notForContainers = ['broken-stack', 'audit-streams', 'webhooks'].map((name) => `${name}.e2e.spec.ts`);

/** Runs the end-to-end specs that need a running stack, and can use this one. */
async function specs(): Promise<string> {
  const system = (await readdir(join(repositoryRoot, 'tests/system'))).filter((file) => file.endsWith('.e2e.spec.ts'));
  const files = system.filter((file) => !notForContainers.includes(file)).map((file) => `tests/system/${file}`);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', '--no-color'];
  const said = program(...vitest, ...files, 'tests/identity-providers', 'apps/scim-gateway/test');
  return /Tests\s+(.*)/.exec(said)?.[1] ?? 'no verdict';
}

/**
 * Kills the process from outside of its container, as a crash does: the engine would not restart a container that it
 * stopped itself.
 */
async function crash(service: string): Promise<string> {
  const victim = containers().find(({ Service }) => Service === service);
  if (!victim) throw new Error(`no container of ${service} runs`);
  const state = () => run(['inspect', '--format', '{{.RestartCount}} {{.State.Pid}}', victim.Name]).split(' ');
  const [before, pid = ''] = state();
  run(['run', '--rm', '--pid=host', '--user', '0', '--entrypoint', 'bash', 'rollcall:local', '-c', `kill -9 ${pid}`]);
  const began = Date.now();
  const isBack = () => {
    const { State, Health } = containers().find(({ Name }) => Name === victim.Name) ?? {};
    return state()[0] !== before && State === 'running' && Health === 'healthy';
  };
  await eventually(isBack, `${victim.Name} is back and healthy`, { within: withinMs, every: 500 });
  const back = Date.now() - began;
  const stack = await connect(); // the engine may have assigned another port of the range
  await eventually(() => newPerson(stack), 'people can be made again', { within: withinMs, every: 500 });
  return `healthy after ${(back / 1000).toFixed(0)} s, serving after ${((Date.now() - began) / 1000).toFixed(0)} s`;
}

async function trial(): Promise<void> {
  console.log('| | | |\n|---|---|---|');
  compose('down', '--volumes', '--remove-orphans');
  if (!options['no-build']) await step('the image is built', () => void compose('build'));
  await step('`up` from nothing: everything healthy, jobs done', () => void up());
  let stack = await connect();
  await step('a working day of Okta (`npm run demo`)', demo);
  await step('the image has nothing of development', onlyProduction);
  await step('containers are locked up', lockedUp);
  await step('strangers are kept out of Kafka and databases', () => outsidersAreKeptOut(stack));
  await step('`--scale user-service=3 --scale scim-gateway=2`', async () => {
    up('--scale', 'user-service=3', '--scale', 'scim-gateway=2');
    stack = await connect();
    const count = (app: string) => stack.services.filter(({ name }) => name.startsWith(app)).length;
    if (count('user-service') !== 3 || count('scim-gateway') !== 2) throw new Error('not as many as wanted');
  });
  if (!options['no-specs']) await step('end-to-end specs against them (`ROLLCALL_STACK`)', specs);
  const requests = Number(options['rolling-requests']);
  if (requests > 0)
    await step('two of each, restarted in turn under load, behind a proxy that follows readiness', async () => {
      up(...ours.flatMap((service) => ['--scale', `${service}=2`]));
      const outcome = await restartedInTurn({ stack: await connect(), connect: connectUnderLoad, requests });
      up('--scale', 'user-service=3', '--scale', 'scim-gateway=2');
      return outcome;
    });
  for (const service of [
    'scim-gateway',
    'workspace-gateway',
    'user-service',
    'team-service',
    'token-service',
    'audit-service',
    'postgres',
    'kafka',
  ])
    await step(`${service} is killed (SIGKILL)`, () => crash(service));
  await step('`down` and `up` again: same token, same people', async () => {
    const before = await peopleIn(await connect());
    compose('down');
    up();
    stack = await connect();
    return dataIsKept(before, stack);
  });
  await step('`ops` in a container', () => {
    const shown = compose('run', '--rm', '-T', 'ops', 'account', 'show', 'demo', '--json');
    if (!shown.includes('"demo"')) throw new Error(shown);
  });
  await step('another working day of Okta', demo);
}

/** Where the trial ran, for the documentation. */
function circumstances(minutes: number): string {
  const engine = run(['version', '--format', '{{.Server.Version}}']);
  const sizeOf = (image: string) => Number(run(['image', 'inspect', '--format', '{{.Size}}', image])) / 1e6;
  const sizes = [...new Set(containers().map(({ Image }) => Image))].map(
    (image) => `${image} ${sizeOf(image).toFixed(0)} MB`,
  );
  return `${new Date().toISOString().slice(0, 10)}, Docker ${engine}, Compose ${compose('version', '--short')}, ${minutes.toFixed(0)} minutes; ${sizes.join(', ')}.`;
}

let verdict = 'All held.';
const began = Date.now();
try {
  await trial();
  console.log(`\n${circumstances((Date.now() - began) / 60_000)}`);
} catch (error) {
  verdict = `The trial failed: ${error instanceof Error ? error.message : String(error)}`;
  process.exitCode = 1;
} finally {
  if (!options.keep) {
    compose('down', '--volumes', '--remove-orphans', '--timeout', '20');
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`\n${verdict}`);
}
