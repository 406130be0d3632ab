import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');

/** A program of the repository exited with another code than 0. */
export class ProgramFailed extends Error {
  readonly code: number | null;

  constructor(entry: string, code: number | null, output: string) {
    super(`${entry} ended with code ${code}:\n${output.trim()}`);
    this.code = code;
  }
}

/**
 * Runs a built program of the repository and returns its output.
 * @throws ProgramFailed
 */
export async function runToEnd(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<string> {
  const child = spawn(process.execPath, [resolve(root, entry), ...args], { env: { ...process.env, ...env } });
  const code = new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  child.stdin.on('error', () => undefined); // the program may exit before it has read its input
  child.stdin.end(input);
  const [output, errors, ended] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (ended !== 0) throw new ProgramFailed(entry, ended, `${output}${errors}`);
  return output;
}
