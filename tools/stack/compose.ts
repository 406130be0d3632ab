import { join } from 'node:path';
import { docker, OwnedProcess, repositoryRoot } from '@rollcall/local-servers';
import type { Supervised } from './supervisor.ts';

interface ComposeServer {
  readonly name: string;
  /** Its name in docker-compose.yml. */
  readonly service: string;
  readonly project: string;
  /** The variables that docker-compose.yml reads. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts one server of docker-compose.yml and resolves when its health check passes. */
export async function composeServer(server: ComposeServer): Promise<Supervised> {
  Object.assign(process.env, server.env);
  const compose = (...args: string[]) => composeOf(server.project, ...args);
  let wait: OwnedProcess;
  let pid: number;
  const restart = async () => {
    // Starts the server without its dependencies in the file, because the secrets come from a directory of this
    // machine.
    compose('up', '--detach', '--wait', '--no-deps', server.service);
    const id = compose('ps', '--quiet', server.service);
    pid = Number(must(['inspect', '--format', '{{.State.Pid}}', id]));
    wait = new OwnedProcess({ name: `docker wait ${server.name}`, command: 'docker', args: ['wait', id] });
    wait.start();
  };
  await restart();
  return {
    name: server.name,
    get pid() {
      return pid;
    },
    get ended() {
      return wait.ended;
    },
    get outcome() {
      return `its container gave exit code ${wait.log.split('\n').at(-1)}`;
    },
    restart,
    stop: async () => {
      compose('stop', server.service);
      await wait.stop();
    },
  };
}

/** Removes all servers of a stack, with their data. */
export function removeServers(project: string): void {
  composeOf(project, 'down', '--volumes');
}

function composeOf(project: string, ...args: string[]): string {
  const file = join(repositoryRoot, 'docker-compose.yml');
  return must(['compose', '-f', file, '-p', `rollcall-${project.slice(0, 8)}`, ...args]);
}

function must(args: readonly string[]): string {
  const { ok, output } = docker(args, 300_000);
  if (!ok) throw new Error(`docker ${args.join(' ')} failed:\n${output}`);
  return output.trim();
}
