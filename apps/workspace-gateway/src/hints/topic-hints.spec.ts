import { eventually } from '@rollcall/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TopicHints, type Watch } from './topic-hints.js';

interface FakeWatch extends Watch {
  isReading: boolean;
  started: boolean;
  stopped: boolean;
  begins(): void;
}

let watches: FakeWatch[];
let lost: number;
let hints: TopicHints;

beforeEach(() => {
  watches = [];
  lost = 0;
  const newWatch = (_: unknown, onBegin: () => void): Watch => {
    const watch: FakeWatch = {
      isReading: false,
      started: false,
      stopped: false,
      start: () => void (watch.started = true),
      stop: () => Promise.resolve(void (watch.stopped = true)),
      begins: () => {
        watch.isReading = true;
        onBegin();
      },
    };
    watches.push(watch);
    return watch;
  };
  hints = new TopicHints(newWatch, { onMessage: () => undefined, onLost: () => void (lost += 1) });
});
afterEach(() => vi.useRealTimers());

it('watches nothing until somebody listens, and one watch serves all', () => {
  expect([watches.length, hints.isReading]).toEqual([0, false]);
  hints.hold();
  hints.hold();
  expect(watches.map(({ started }) => started)).toEqual([true]);
});

it('has those wait who come before it reads', async () => {
  hints.hold();
  const [early, late] = [hints.isReadingWithin(1), hints.isReadingWithin(5_000)];
  expect(await early).toBe(false);
  watches[0]?.begins();
  expect(await late).toBe(true);
});

it('says that something was lost where it began again, and not at the first beginning', () => {
  hints.hold();
  watches[0]?.begins();
  expect(lost).toBe(0);
  watches[0]?.begins();
  expect(lost).toBe(1);
});

it('stops a minute after the last has gone, and not where somebody has come again', () => {
  vi.useFakeTimers();
  hints.hold();
  hints.letGo();
  vi.advanceTimersByTime(59_000);
  hints.hold();
  vi.advanceTimersByTime(120_000);
  expect(watches.map(({ stopped }) => stopped)).toEqual([false]);
  hints.letGo();
  vi.advanceTimersByTime(60_000);
  expect([watches[0]?.stopped, hints.isReading]).toEqual([true, false]);
  hints.hold();
  expect(watches.map(({ stopped }) => stopped)).toEqual([true, false]);
});

it('is closed for good: who waits is told, and nobody begins a watch', async () => {
  hints.hold();
  const waiting = hints.isReadingWithin(60_000);
  await hints.close();
  expect(await waiting).toBe(false);
  hints.hold();
  await eventually(() => watches.every(({ stopped }) => stopped), 'no watch is left');
  expect(watches).toHaveLength(1);
});
