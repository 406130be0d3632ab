import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Programs of Python packages, in an environment of their own. */
export class PythonPackages {
  private readonly bin: string;

  private constructor(bin: string) {
    this.bin = bin;
  }

  /**
   * Installs packages into `folder/venv`.
   * @param packages with their versions, as pip writes them: `schemathesis==4.32.5`
   * @throws Error where there is no Python 3.10 or newer, or its packages cannot be downloaded
   */
  static install(folder: string, ...packages: readonly string[]): PythonPackages {
    const bin = join(folder, 'venv', 'bin');
    runToEnd('python3', ['-m', 'venv', join(folder, 'venv')]);
    runToEnd(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
    return new PythonPackages(bin);
  }

  /** The path of a program that a package brings, or of `python` itself. */
  program(name: string): string {
    return join(this.bin, name);
  }
}

function runToEnd(program: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
