import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** Not by libs/local-servers, which the image does not have. */
const bundles = resolve(import.meta.dirname, '../../dist');

/** A program of the repository exited with another code than 0. */
export class ProgramFailed extends Error {
  readonly code: number | null;

  constructor(program: string, code: number | null, output: string) {
    super(`${program} ended with code ${code}:\n${output.trim()}`);
    this.code = code;
  }
}

/**
 * Runs a bundled program of the repository, by its name, and returns its output.
 * @throws ProgramFailed
 */
export async function runToEnd(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<string> {
  const child = spawn(process.execPath, [resolve(bundles, `${program}.js`), ...args], {
    env: { ...process.env, ...env },
  });
  const code = new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  child.stdin.on('error', () => undefined); // the program may exit before it has read its input
  child.stdin.end(input);
  const [output, errors, ended] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (ended !== 0) throw new ProgramFailed(program, ended, `${output}${errors}`);
  return output;
}
