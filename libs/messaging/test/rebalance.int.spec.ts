import { Controller } from '@nestjs/common';
import type { Decision } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../src/index.js';
import { adding, counterDecorators, CounterWorld, decideAdd } from './counter-service.js';
import { Add, type TotalReply } from './counter-words.js';
import type { Total, Totals } from './in-memory-decision-store.js';

let world: CounterWorld;
/** The order in which the events of a key took effect, by their texts. */
const applied = new Map<string, string[]>();

beforeEach(async () => {
  applied.clear();
  world = await CounterWorld.create('rebalance');
});
afterEach(() => world.close());

function recordingController() {
  const { words } = world;
  @Controller()
  class Recording {
    @counterDecorators.Command(words.add, (add) => add.counterId)
    add(payload: Add, totals: Totals): Decision<Total, TotalReply> {
      return decideAdd(payload, totals);
    }

    @counterDecorators.OnEvent(words.added, (added) => added.counterId)
    added(payload: Add, totals: Totals, { key }: Message<Add>): Decision<Total> {
      applied.set(key, [...(applied.get(key) ?? []), payload.text ?? '']);
      const { changes } = decideAdd(payload, totals);
      return { changes, events: [] };
    }
  }
  return Recording;
}

const serve = () => world.serve({ controllers: [recordingController()] });
/** Sums over all partitions that the service's groups ever committed. */
const offsets = async () => {
  const lags = await world.admin.lag(world.service);
  const sum = (of: 'committed' | 'lag') => lags.reduce((total, each) => total + each[of], 0);
  return { committed: sum('committed'), lag: sum('lag') };
};

test(
  'instances that join and leave under load lose nothing, double nothing, and keep the order of each key',
  { timeout: 180_000 },
  async () => {
    const first = await serve();
    const client = await world.caller();
    const sender = await world.sender();
    const keys = Array.from({ length: 12 }, (_, at) => `key-${at}`);
    const load = { running: true };
    const answered = new Map<string, number>();
    const published = new Map<string, number>();
    const calling = keys.map(async (key) => {
      while (load.running) {
        const reply = await world.ask(client, adding(`c-${key}`, 1));
        if (reply.ok) answered.set(key, (answered.get(key) ?? 0) + 1);
      }
    });
    const publishing = keys.map(async (key) => {
      for (let next = 1; load.running; next += 1) {
        await sender.publish([world.event(world.words.added, uuidv7(), adding(key, 1, String(next)))]);
        published.set(key, next);
      }
    });
    const progress = (text: string, more: number) => {
      const goals = keys.map((key) => (answered.get(key) ?? 0) + more);
      return eventually(() => keys.every((key, at) => (answered.get(key) ?? 0) >= (goals[at] ?? 0)), text, {
        within: 60_000,
      });
    };

    await progress('one instance answers', 20);
    const second = await serve();
    await progress('two instances answer', 20);
    await first.close();
    await progress('the other one answers alone', 20);
    await serve();
    await progress('two instances answer again', 20);
    await second.close();
    await progress('the newest one answers alone', 20);

    load.running = false;
    await Promise.all([...calling, ...publishing]);
    await eventually(
      () => keys.every((key) => applied.get(key)?.length === published.get(key)),
      'all events are applied',
    );
    for (const key of keys) {
      expect(world.store.totals.get(`c-${key}`)).toBe(answered.get(key));
      expect(applied.get(key)).toEqual(Array.from({ length: published.get(key) ?? 0 }, (_, at) => String(at + 1)));
    }
    expect(world.fatal).toEqual([]);
    await eventually(async () => (await offsets()).lag === 0, 'everything is committed');
  },
);

test('what was fetched and not done comes again to the next instance', async () => {
  const first = await serve();
  const sender = await world.sender();
  const publish = (from: number, to: number) =>
    sender.publish(
      Array.from({ length: to - from }, (_, at) =>
        world.event(world.words.added, uuidv7(), adding('a', 1, String(from + at))),
      ),
    );
  await publish(0, 5);
  await eventually(async () => (await offsets()).committed === 5, 'five are done and committed');
  world.store.away = true;
  await publish(5, 10);
  await eventually(() => !first.ready, 'the instance waits for its database');
  expect(await offsets()).toEqual({ committed: 5, lag: 5 });
  await first.close();
  expect(await offsets()).toEqual({ committed: 5, lag: 5 });
  world.store.away = false;
  await serve();
  await eventually(async () => (await offsets()).committed === 10, 'the other five are done');
  expect(applied.get('a')).toEqual(Array.from({ length: 10 }, (_, at) => String(at)));
  expect(world.store.totals.get('a')).toBe(10);
});
