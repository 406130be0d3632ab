import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arena } from './arena/arena.js';
import { check } from './checks/verdict.js';
import { crashPoints } from './faults/crash-points.js';
import { Ledger } from './load/ledger.js';
import { Load } from './load/load.js';
import { Random } from './random.js';
import { arenaOptions } from './run.js';

/** Longest for all points of one instance, on a busy machine. */
const reachedWithinMs = 240_000;

const ledger = new Ledger();
let arena: Arena;
let load: Load;

beforeAll(async () => {
  arena = await Arena.start(arenaOptions);
  load = await Load.prepare({
    arena,
    ledger,
    random: new Random(1),
    workers: 6,
    peoplePerAccount: 30,
    pauseMs: 40,
    slackMs: 20_000,
    withBadNeighbour: false,
  });
}, 600_000);

afterAll(async () => {
  await load?.close();
  await arena?.stop();
  await arena?.remove();
}, 120_000);

/** Each point once, the points of an app shared among its instances; one instance's points follow each other. */
function turns(): [instance: string, points: string[]][] {
  return Object.entries(crashPoints).flatMap(([app, points]) => {
    const instances = arena.instancesOf(app);
    return instances.map(({ name }, n): [string, string[]] => [
      name,
      points.filter((_, at) => at % instances.length === n),
    ]);
  });
}

describe('killed at every crash point, under load', () => {
  it('keeps its promises', { timeout: 600_000 }, async () => {
    load.start();
    await Promise.all(
      turns().map(([name, points]) =>
        arena.instance(name).dieAt(
          points.map((point) => `${point}:1`),
          reachedWithinMs,
        ),
      ),
    );
    await arena.ready();
    await load.stop();
    await check(arena, ledger);
    expect(ledger.violations).toEqual([]);
    expect(ledger.total.acknowledged).toBeGreaterThan(100);
    const deaths = arena.instances.flatMap((each) => each.deaths).filter(({ outcome }) => outcome.includes('SIGKILL'));
    // One to arm each instance, one at each point.
    expect(deaths).toHaveLength(arena.instances.length + Object.values(crashPoints).flat().length);
  });
});
