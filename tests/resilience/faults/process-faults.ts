import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from '../arena/instance.ts';
import { crashPoints, type CrashingApp } from './crash-points.ts';
import { seconds, type Fault, type Scene } from './fault.ts';

/** Longest that a process may take to reach a crash point under load; the reconciler's wait for somebody's hand. */
const reachedWithinMs = 60_000;

/** What happens to our own processes. */
export const processFaults: readonly Fault[] = [
  {
    name: 'process killed',
    happen: async (scene) => {
      const instance = anyOf(scene);
      await instance.kill();
      await instance.ready();
      return `SIGKILL of ${instance.name}`;
    },
  },
  {
    name: 'process suspended',
    happen: async (scene) => {
      const instance = anyOf(scene, ['user-service', 'team-service', 'token-service']);
      const silent = scene.random.between(1_000, 12_000);
      instance.suspend();
      await pause(silent);
      instance.resume();
      return `SIGSTOP of ${instance.name} for ${seconds(silent)}`;
    },
  },
  {
    name: 'instance added and removed',
    happen: async ({ arena, random }) => {
      const { spare } = arena;
      await spare.start();
      const stays = random.between(1_000, 4_000);
      await pause(stays);
      const kind = random.oneOf(['stop', 'kill'] as const);
      if (kind === 'kill') await spare.kill();
      await spare.stop();
      return `${spare.name} came, worked for ${seconds(stays)} and was ${kind === 'kill' ? 'killed' : 'stopped in order'}`;
    },
  },
  ...Object.keys(crashPoints).map((app) => ({
    name: `${app} at a crash point`,
    happen: async ({ arena, random }: Scene) => {
      const instance = random.oneOf(arena.instancesOf(app));
      const point = random.oneOf<string>(crashPoints[app as CrashingApp]);
      const rare = point.startsWith('reconciler') || app === 'token-service';
      const crashPoint = `${point}:${rare ? 1 : random.between(1, 20)}`;
      const reached = await instance.dieAt([crashPoint], reachedWithinMs).then(
        () => true,
        () => false, // nothing came by; it dies there later, or at the next kill
      );
      await instance.ready();
      return `${instance.name} ${reached ? 'died' : 'was killed, and waits to die'} at ${crashPoint}`;
    },
  })),
];

function anyOf({ arena, random }: Scene, apps?: readonly string[]): Instance {
  return random.oneOf(arena.instances.filter(({ plan }) => !apps || apps.includes(plan.app)));
}
