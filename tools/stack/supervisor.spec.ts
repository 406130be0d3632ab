import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Supervisor, type Supervised } from './supervisor.ts';

/** A supervised part that ends when the test ends it. */
class Part implements Supervised {
  pid: number | undefined = 1;
  outcome: string | undefined;
  starts = 0;
  stopped: string[];
  /** How many of the next starts fail. */
  failures = 0;
  ended: Promise<void>;
  readonly name: string;
  private end: () => void = () => undefined;

  constructor(name: string, stopped: string[] = []) {
    this.name = name;
    this.stopped = stopped;
    this.ended = this.run();
  }

  die(): void {
    this.pid = undefined;
    this.outcome = 'killed';
    this.end();
  }

  restart(): Promise<void> {
    this.starts += 1;
    this.failures -= 1;
    if (this.failures >= 0) return Promise.reject(new Error('no port'));
    this.pid = 1 + this.starts;
    this.ended = this.run();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.stopped.push(this.name);
    this.die();
    return Promise.resolve();
  }

  private run(): Promise<void> {
    return new Promise((done) => (this.end = done));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Supervisor', () => {
  it('starts again what ended, and tells that its pid changed', async () => {
    let changes = 0;
    const supervisor = new Supervisor(() => (changes += 1));
    const part = new Part('user-service');
    supervisor.keep('service', part);
    part.die();
    await vi.advanceTimersByTimeAsync(500);
    expect([part.starts, part.pid, changes]).toEqual([1, 2, 1]);
  });

  it('waits twice as long after each failure in a row', async () => {
    const part = new Part('kafka');
    part.failures = 3;
    new Supervisor(() => undefined).keep('server', part);
    part.die();
    await vi.advanceTimersByTimeAsync(499);
    expect(part.starts).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(part.starts).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(part.starts).toBe(2);
    await vi.advanceTimersByTimeAsync(2_000 + 4_000);
    expect([part.starts, part.pid]).toEqual([4, 5]);
  });

  it('waits shortly again once a part ran well for half a minute', async () => {
    const part = new Part('kafka');
    new Supervisor(() => undefined).keep('server', part);
    part.die();
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(31_000);
    part.die();
    await vi.advanceTimersByTimeAsync(500);
    expect(part.starts).toBe(2);
  });

  it('stops services before servers, and starts nothing afterwards', async () => {
    const stopped: string[] = [];
    const supervisor = new Supervisor(() => undefined);
    const kafka = new Part('kafka', stopped);
    const users = new Part('user-service', stopped);
    const gateway = new Part('scim-gateway', stopped);
    supervisor.keep('server', kafka);
    supervisor.keep('service', users);
    supervisor.keep('service', gateway);
    await supervisor.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stopped).toEqual(['user-service', 'scim-gateway', 'kafka']);
    expect([kafka, users, gateway].map(({ starts }) => starts)).toEqual([0, 0, 0]);
  });
});
