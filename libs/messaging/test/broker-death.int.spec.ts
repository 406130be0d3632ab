import { eventually, startKafka, type TestKafka } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotSent, OutcomeUnknown, type RollcallCommandClient, type RollcallKafkaServer } from '../src/index.js';
import { adding, CounterWorld } from './counter-service.js';
import { noRejectionIsLeftUnhandled } from './unhandled.js';

let kafka: TestKafka;
let world: CounterWorld;
let server: RollcallKafkaServer;
let client: RollcallCommandClient;

noRejectionIsLeftUnhandled();
beforeAll(async () => {
  kafka = await startKafka();
  world = await CounterWorld.create('death', kafka.brokers);
  server = await world.serve();
  client = await world.caller();
});
afterAll(async () => {
  await world?.close();
  await kafka?.remove();
});

/** Callers that ask one after the other until told to stop; each remembers what it was told. */
function load(callers: number) {
  const stopping = new AbortController();
  const counts: (number | Error)[][] = [];
  const loops = Array.from({ length: callers }, async (_, at) => {
    const mine: (number | Error)[] = (counts[at] = []);
    while (!stopping.signal.aborted) {
      await world.ask(client, adding(`caller-${at}`, 1), { budgetMs: 60_000 }).then(
        (reply) => mine.push(reply.ok ? reply.body.total : new Error(reply.code)),
        (error: Error) => mine.push(error),
      );
    }
  });
  const answered = () => counts.flat().length;
  const stop = async () => {
    stopping.abort();
    await Promise.all(loops);
    return counts;
  };
  return { answered, stop };
}

describe('when the broker is killed under load and comes back', () => {
  test('every command is answered, once and in order, twice in a row', { timeout: 120_000 }, async () => {
    const callers = load(16);
    for (let round = 0; round < 2; round += 1) {
      const before = callers.answered();
      await eventually(() => callers.answered() > before + 200, 'commands are answered');
      await kafka.kill();
      await eventually(() => !server.ready || !client.ready, 'somebody notices', { within: 20_000 });
      await kafka.restart();
      const back = callers.answered();
      await eventually(() => callers.answered() > back + 200, 'commands are answered again', { within: 60_000 });
    }
    const counts = await callers.stop();
    for (const mine of counts) expect(mine).toEqual(mine.map((_, at) => at + 1));
    expect(world.fatal).toEqual([]);
    await eventually(() => server.ready && client.ready, 'both are ready');
    expect([server.live, client.live]).toEqual([true, true]);
  });
});

describe('while the broker is away', () => {
  test('a caller knows that nothing happened, and later nothing has', { timeout: 90_000 }, async () => {
    await kafka.kill();
    // Whatever was on its way when the broker died may be there; what is asked from now on is not.
    await world.ask(client, adding('first', 1), { budgetMs: 1_000 }).catch(() => undefined);
    const asked = Array.from({ length: 5 }, () => world.ask(client, adding('never', 1), { budgetMs: 2_000 }));
    for (const outcome of await Promise.allSettled(asked)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotSent) });
    }
    await kafka.restart();
    const answer = () => world.ask(client, adding('later', 1), { budgetMs: 10_000 });
    expect(await eventually(answer, 'commands are answered again', { within: 40_000 })).toMatchObject({ ok: true });
    expect(world.store.totals.has('never')).toBe(false);
  });

  test('a broker that hangs in the middle leaves the outcome unknown', { timeout: 90_000 }, async () => {
    kafka.suspend();
    const outcome: unknown = await world
      .ask(client, adding('perhaps', 1), { budgetMs: 2_500 })
      .catch((error: unknown) => error);
    kafka.resume();
    expect(outcome).toBeInstanceOf(OutcomeUnknown);
    const answer = () => world.ask(client, adding('later', 1), { budgetMs: 10_000 });
    expect(await eventually(answer, 'commands are answered again', { within: 40_000 })).toMatchObject({ ok: true });
  });

  test('a service can be stopped all the same', { timeout: 60_000 }, async () => {
    await kafka.kill();
    const began = Date.now();
    await server.close();
    await client.close();
    expect(Date.now() - began).toBeLessThan(15_000);
  });
});
