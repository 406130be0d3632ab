import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PythonPackages } from '../python.ts';

/** https://pypi.org/project/schemathesis/ */
const release = 'schemathesis==4.32.5';
const config = join(import.meta.dirname, 'schemathesis.toml');

/** One request of a run and its answer, in the format HAR 1.2; only the properties that are read here. */
export interface RecordedExchange {
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number };
}

export interface Run {
  /** The URL of the stack, without `/api`. */
  readonly url: string;
  /** The OpenAPI document. */
  readonly document: string;
  /** The directory for the run's output. */
  readonly folder: string;
  readonly options: readonly string[];
}

/** Schemathesis in a Python environment of its own, in a directory of the caller. */
export class Schemathesis {
  private readonly program: string;

  private constructor(program: string) {
    this.program = program;
  }

  /** @throws Error where there is no Python 3.10 or newer, or its packages cannot be downloaded */
  static install(folder: string): Schemathesis {
    return new Schemathesis(PythonPackages.install(folder, release).program('schemathesis'));
  }

  /** Sends every operation requests that its schema allows and requests that it does not; prints progress. */
  async run({
    url,
    document,
    folder,
    options,
  }: Run): Promise<{ isGood: boolean; exchanges: readonly RecordedExchange[] }> {
    const har = join(folder, 'run.har');
    const flags = ['--url', url, '--report', 'har', '--report-har-path', har, '--generation-database', 'none'];
    const args = ['--config-file', config, '--no-color', 'run', document, ...flags, ...options];
    const child = spawn(this.program, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder });
    const code = await new Promise<number | null>((done, failed) => {
      child.once('error', failed);
      child.once('close', done);
    });
    const { log } = JSON.parse(await readFile(har, 'utf8')) as { log: { entries: RecordedExchange[] } };
    return { isGood: code === 0, exchanges: log.entries };
  }
}
