import { spawnSync } from 'node:child_process';

/** The images of docker-compose.yml. */
export const images = { postgres: 'postgres:18', kafka: 'apache/kafka:4.3.1' } as const;

/** Whether a Docker engine runs here and has the image or can pull it; if not, why, as a text for people. */
export function dockerOffers(image: string): { yes: true } | { yes: false; why: string } {
  if (process.env.ROLLCALL_DOCKER === 'no') return { yes: false, why: 'ROLLCALL_DOCKER=no' };
  const engine = docker(['info', '--format', '{{.ServerVersion}}'], 10_000);
  if (!engine.ok) return { yes: false, why: 'no Docker engine answers' };
  if (docker(['image', 'inspect', image], 10_000).ok) return { yes: true };
  if (docker(['pull', '--quiet', image], 600_000).ok) return { yes: true };
  return { yes: false, why: `Docker has no image ${image} and cannot pull it` };
}

/** Runs the Docker client; never throws. */
export function docker(args: readonly string[], timeout: number): { ok: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', timeout });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}`.trim() };
}
