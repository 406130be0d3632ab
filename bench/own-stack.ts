import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeStack } from '../tools/stack/remove.ts';
import type { Stack } from './scim-client.ts';

export interface OwnStack {
  readonly stack: Stack;
  /** Holds its data, logs and settings. */
  readonly folder: string;
  stop(): Promise<void>;
}

/**
 * The one account of most benchmarks stands for many: its share is everything. The shares themselves are measured by
 * `bench:neighbours`.
 */
export const wholeShare: Readonly<Record<string, string>> = {
  ACCOUNT_REQUESTS: '1000',
  ACCOUNT_BURST: '10000000',
  ACCOUNT_REQUESTS_PER_SECOND: '1000000',
  ACCOUNT_LISTS: '1000',
};

const timeoutMs = 300_000;

/**
 * Starts the stack of a checkout in a folder of its own, and resolves when it is ready. `stop` ends it and removes
 * its data.
 * @throws Error with the end of its output, when it does not become ready
 */
export async function startOwnStack(checkout: string, settings = wholeShare): Promise<OwnStack> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  execFileSync('chmod', ['755', folder]); // PostgreSQL's own account must be able to enter
  const child = spawn(process.execPath, [join(checkout, 'tools/start.mjs'), '--data', folder], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...settings, ...process.env, ROLLCALL_PORTS: 'any' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    await removeStack(folder);
  };
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output = (output + data.toString()).slice(-4_000);
      if (output.includes('API token')) resolve();
    });
    void ended.then(() => reject(new Error(`the stack ended before it was ready:\n${output}`)));
    setTimeout(() => reject(new Error(`the stack was not ready in time:\n${output}`)), timeoutMs).unref();
  });
  try {
    await ready;
    return { stack: await readStack(join(folder, 'stack.json')), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws Error that says what to do, where no stack runs */
export async function readStack(file: string): Promise<Stack> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Stack;
  } catch (cause) {
    throw new Error(`no running stack: ${file} is not there. Start one with \`npm start\` in another terminal`, {
      cause,
    });
  }
}
