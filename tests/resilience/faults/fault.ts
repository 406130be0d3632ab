import type { Arena } from '../arena/arena.ts';
import type { Load } from '../load/load.ts';
import type { Random } from '../random.ts';

/** Where a fault happens. */
export interface Scene {
  readonly arena: Arena;
  readonly load: Load;
  readonly random: Random;
}

export interface Fault {
  readonly name: string;
  /** It takes a server, or the way to it, from everybody: this soon after its end full service must be back. */
  readonly backWithinMs?: number;
  /** Makes it, mends it, and resolves to what was done, in words. Whatever it broke is whole again, ours may still be coming back. */
  readonly happen: (scene: Scene) => Promise<string>;
}

/** Full service returns this soon after a server is back. */
export const backWithinMs = 10_000;

export const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
