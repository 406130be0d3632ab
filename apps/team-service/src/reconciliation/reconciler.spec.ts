import { Metrics, type ServiceFrame } from '@rollcall/service-kit';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import type { Claim } from './dirty-queue.js';
import { Reconciler, type ReconcilerOptions } from './reconciler.js';

const claimOf = (teamId: string): Claim => ({
  accountId: 'acme',
  teamId,
  seq: '1',
  attempts: 1,
  cause: { id: 'm', correlationId: 'm' },
});

type Sweep = ReconcilerOptions['queue']['sweep'];

/** A reconciler over a queue in memory; runs end when the spec says so. */
function setUp({ workers = 3, sweep }: { workers?: number; sweep?: Sweep } = {}) {
  const waiting: Claim[] = [];
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  let wroteEvents = true;
  let announced = 0;
  let claims = 0;
  const metrics = new Metrics('team-service', { processMetrics: false });
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const reconciler = new Reconciler({
    frame: { metrics, logger } as unknown as ServiceFrame, // it uses no other parts
    queue: {
      claim: (max) => {
        claims += 1;
        return Promise.resolve(waiting.splice(0, max));
      },
      postpone: () => Promise.resolve(),
      depth: () => Promise.resolve({ teams: waiting.length, oldestSeconds: 0 }),
      sweep: sweep ?? async function* () {},
    },
    endModes: () => Promise.resolve(0),
    reconcile: ({ teamId }) => {
      began.push(teamId);
      return new Promise((resolve) =>
        ends.set(teamId, () => resolve({ outcome: 'done', evicted: 0, restored: 0, wroteEvents })),
      );
    },
    userReplica: { purgeExpired: () => Promise.resolve() },
    cleanHistory: () => Promise.resolve(),
    workers,
    sweepEveryMs: 60_000,
    announce: () => void (announced += 1),
  });
  return {
    reconciler,
    metrics,
    began,
    mark: (teamId: string) => void waiting.push(claimOf(teamId)),
    end: (teamId: string, writes = true) => {
      wroteEvents = writes;
      ends.get(teamId)?.();
    },
    announced: () => announced,
    claims: () => claims,
    stop: async () => {
      const stopped = reconciler.stop();
      for (const end of ends.values()) end();
      await stopped;
    },
  };
}

describe('the reconciler', () => {
  it('takes further teams while a long run goes on, without asking the queue all the time', async () => {
    const { reconciler, began, mark, claims, stop } = setUp();
    mark('long');
    reconciler.start();
    await eventually(() => began.length === 1, 'the long run has begun');
    expect(began).toEqual(['long']);
    mark('short');
    await eventually(() => began.length === 2, 'the short run has begun');
    expect(began).toEqual(['long', 'short']);
    expect(claims()).toBeLessThan(10);
    await stop();
  });

  it('takes no more teams at a time than it has workers', async () => {
    const { reconciler, began, mark, end, stop } = setUp({ workers: 2 });
    for (const teamId of ['a', 'b', 'c']) mark(teamId);
    reconciler.start();
    await eventually(() => began.length === 2, 'two runs have begun');
    expect(began).toEqual(['a', 'b']);
    end('a');
    await eventually(() => began.length === 3, 'the third run has begun');
    expect(began).toEqual(['a', 'b', 'c']);
    await stop();
  });

  it('announces events only after a run that has written some', async () => {
    const { reconciler, began, mark, end, announced, stop } = setUp({ workers: 1 });
    for (const teamId of ['a', 'b', 'c']) mark(teamId);
    reconciler.start();
    await eventually(() => began.length === 1, 'the first run has begun');
    expect(began).toEqual(['a']);
    end('a', false);
    await eventually(() => began.length === 2, 'the second run has begun');
    expect(began).toEqual(['a', 'b']);
    expect(announced()).toBe(0);
    end('b', true);
    await eventually(() => began.length === 3, 'the third run has begun');
    expect(began).toEqual(['a', 'b', 'c']);
    expect(announced()).toBe(1);
    await stop();
  });

  it('measures no sweep that another instance does', async () => {
    let steps = 0;
    const { reconciler, metrics, stop } = setUp({
      sweep: async function* () {
        steps += 1;
        yield await Promise.resolve('swept-elsewhere' as const);
      },
    });
    reconciler.start();
    await eventually(() => steps === 1, 'the sweep was tried');
    await stop();
    expect(await metrics.registry.metrics()).toMatch(/^rollcall_reconciler_sweep_seconds\{[^}]*\} 0$/m);
  });
});
