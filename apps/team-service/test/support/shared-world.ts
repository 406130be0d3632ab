import { afterAll } from 'vitest';
import { teamWorld } from './team-world.js';

/** The world of a file's specs, which ends with them. */
export async function sharedWorld(limits: Parameters<typeof teamWorld>[0] = {}) {
  const world = await teamWorld(limits);
  afterAll(() => world.close());
  return world;
}
