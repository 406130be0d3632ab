import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';

/** One container of the stack, as `docker compose ps` prints it. */
export interface Container {
  readonly Name: string;
  readonly Service: string;
  readonly Image: string;
  readonly State: string;
  readonly Health: string;
  readonly Publishers: readonly { readonly TargetPort: number; readonly PublishedPort: number }[] | null;
}

/**
 * Runs `docker compose` on this repository's file and returns its output.
 * @throws Error with its output
 */
export function compose(...args: readonly string[]): string {
  return run(['compose', '-f', join(repositoryRoot, 'docker-compose.yml'), ...args]);
}

/**
 * Runs the Docker client, with `input` on stdin, and returns its output.
 * @throws Error with its output
 */
export function run(args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync('docker', args, { encoding: 'utf8', maxBuffer: 1 << 28, input });
  if (status !== 0) throw new Error(`docker ${args.join(' ')} failed:\n${error?.message ?? stdout + stderr}`);
  return stdout.trim();
}

/** The running containers, ordered by name. */
export function containers(): Container[] {
  const lines = compose('ps', '--format', 'json').split('\n');
  const found = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Container);
  return found.sort((a, b) => a.Name.localeCompare(b.Name, 'en', { numeric: true }));
}

/** The pid of a container's process on the engine's host. */
export function pidOf(container: string): number {
  return Number(run(['inspect', '--format', '{{.State.Pid}}', container]));
}

/** The content of a file in a volume of a job. */
export function fileOf(job: string, file: string): string {
  return compose('run', '--rm', '--no-deps', '-T', '--quiet-pull', '--entrypoint', 'cat', job, file);
}
