#!/usr/bin/env node
import 'reflect-metadata';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { NetworkConnections } from './connections/network-connections.js';
import type { Terminal } from './context.js';
import { reportOf } from './errors.js';
import { run } from './program.js';
import { environmentIn, operatorIn, type Environment } from './settings.js';

const terminal: Terminal = {
  isScreen: process.stdout.isTTY,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  async readLine() {
    for await (const line of createInterface({ input: process.stdin })) return line;
    return '';
  },
};

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interrupted.abort();
    setTimeout(() => process.exit(130), 1_000); // an operation that cannot be interrupted is abandoned
  });
process.stdout.on('error', () => process.exit(0)); // the reader (head, less) has closed the pipe

const exitCode = await main(process.argv.slice(2));
// A connection to a broker that never answered must not keep the process alive; the output must be flushed first.
process.stdout.write('', () => process.exit(exitCode));

async function main(args: readonly string[]): Promise<number> {
  let env: Environment;
  try {
    env = environmentIn(process.cwd(), process.env);
  } catch (error) {
    const { sentence, exitCode } = reportOf(error);
    terminal.err(`ops: ${sentence}`);
    return exitCode;
  }
  return run(
    {
      terminal,
      connections: new NetworkConnections(env),
      operator: operatorIn(env, userInfo().username),
      now: () => new Date(),
      signal: interrupted.signal,
    },
    args,
  );
}
