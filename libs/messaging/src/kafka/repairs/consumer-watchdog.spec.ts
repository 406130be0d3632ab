import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConsumerWatchdog } from './consumer-watchdog.js';

let brokerAnswers: boolean;
let watchdog: ConsumerWatchdog;
const onDead = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onDead.mockClear();
  brokerAnswers = true;
  watchdog = new ConsumerWatchdog({
    probe: () => Promise.resolve(brokerAnswers),
    onDead,
    silentAfterMs: 60_000,
    lookEveryMs: 10_000,
  });
  watchdog.start();
});
afterEach(() => {
  watchdog.stop();
  vi.useRealTimers();
});

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

describe('a consumer', () => {
  test('that shows signs of life is alive', async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      await minutes(0.9);
      watchdog.heartbeat();
    }
    expect(watchdog.dead).toBe(false);
  });

  test('that is silent for over a minute while the broker answers others is dead, once', async () => {
    await minutes(1);
    expect(watchdog.dead).toBe(false);
    await minutes(5);
    expect(watchdog.dead).toBe(true);
    expect(onDead).toHaveBeenCalledTimes(1);
  });

  test('is not blamed for the absence of its broker', async () => {
    brokerAnswers = false;
    await minutes(60);
    expect(watchdog.dead).toBe(false);
  });

  test('has a moment to come back when its broker does', async () => {
    brokerAnswers = false;
    await minutes(60);
    brokerAnswers = true;
    await vi.advanceTimersByTimeAsync(10_000);
    watchdog.heartbeat();
    await minutes(1);
    expect(watchdog.dead).toBe(false);
  });

  test('is not blamed either while a broker that came back takes connections, but serves nobody yet', async () => {
    brokerAnswers = false;
    await minutes(2);
    brokerAnswers = true;
    await minutes(0.9);
    expect(watchdog.dead).toBe(false);
    await minutes(0.5);
    expect(watchdog.dead).toBe(true);
  });

  test('is left alone once nobody watches', async () => {
    watchdog.stop();
    await minutes(10);
    expect(onDead).not.toHaveBeenCalled();
  });
});
