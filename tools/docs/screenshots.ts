// `npm run docs:screenshots`: pictures of the console for README.md and docs/guides, into docs/images. It takes them of the running
// stack (ROLLCALL_LOCAL, .local) or else starts one of its own, and makes an account in it for them. Look at what has changed before
// you commit it: `git diff --stat docs/images`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Camera } from './screenshots/camera.ts';
import { until } from './screenshots/clients.ts';
import { makeCompany, pauseAndDiffer } from './screenshots/company.ts';
import { pictures, picturesOfPause } from './screenshots/pictures.ts';

const repository = resolve(import.meta.dirname, '../..');
const only = process.argv.slice(2);

async function isReady(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'stack.json'), 'utf8').catch(() => '{}');
  return ((JSON.parse(text) as { services?: unknown[] }).services?.length ?? 0) > 0;
}

/** The folder of a stack that runs, and how to leave it. */
async function stack(): Promise<{ readonly folder: string; readonly leave: () => Promise<void> }> {
  const running = resolve(repository, process.env.ROLLCALL_LOCAL ?? '.local');
  if (await isReady(running)) return { folder: running, leave: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const main = join(repository, 'tools/stack/main.ts');
  const env = { ...process.env, ROLLCALL_PORTS: 'any' };
  const child = spawn(process.execPath, [main, '--no-demo', '--data', folder], { env, stdio: 'ignore' });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const leave = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await until('a stack of its own is ready', () => isReady(folder), 300);
  return { folder, leave };
}

async function main(): Promise<void> {
  const { folder, leave } = await stack();
  const images = join(repository, 'docs/images');
  const wanted = <Each extends { readonly name: string }>(all: readonly Each[]) =>
    all.filter(({ name }) => only.length === 0 || only.includes(name));
  let failures = 0;
  try {
    const company = await makeCompany(folder);
    for (const [before, of] of [
      [() => Promise.resolve(), pictures],
      [() => pauseAndDiffer(company), picturesOfPause],
    ] as const) {
      await before();
      const camera = await Camera.of(images, company);
      failures += await camera.take(wanted(of(company)), console.log);
      await camera.close();
    }
  } finally {
    await leave();
  }
  if (failures > 0) process.exitCode = 1;
}

await main();
