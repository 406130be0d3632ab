import { deadLetterTopic } from '@rollcall/contracts';
import { eventually, startKafka, type TestKafka } from '@rollcall/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotSent, OutcomeUnknown, type RollcallCommandClient } from '../src/index.js';
import { adding, CounterWorld } from './counter-service.js';

const callers = 32;

let kafka: TestKafka;
let world: CounterWorld;
let client: RollcallCommandClient;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  kafka = await startKafka();
  world = await CounterWorld.create('broker-death', kafka.brokers);
  await world.serve();
  client = await world.caller();
});
afterAll(async () => {
  await world?.close();
  await kafka?.remove();
  process.off('unhandledRejection', note);
});

/** What the callers were told about each counter, to be compared with what happened. */
class Ledger {
  readonly told = new Map<string, 'done' | 'nothing' | 'unknown'>();
  running = true;
  lastAnswer = 0;
  private next = 0;

  async caller(prefix: string): Promise<void> {
    while (this.running) {
      const counter = `${prefix}-${this.next++}`;
      try {
        const reply = await world.ask(client, adding(counter, 1), { budgetMs: 12_000 });
        this.told.set(counter, reply.ok ? 'done' : 'nothing');
        this.lastAnswer = Date.now();
      } catch (error) {
        if (!(error instanceof NotSent || error instanceof OutcomeUnknown)) throw error;
        this.told.set(counter, error instanceof NotSent ? 'nothing' : 'unknown');
      }
    }
  }

  get answered(): number {
    return [...this.told.values()].filter((told) => told === 'done').length;
  }
}

test.each([1, 2])(
  'round %i: a broker killed under load comes back, and so does the traffic',
  { timeout: 90_000 },
  async (round) => {
    const ledger = new Ledger();
    const load = Promise.all(Array.from({ length: callers }, (_, at) => ledger.caller(`${round}-${at}`)));
    await eventually(() => ledger.answered > 300, 'the callers are answered');
    await kafka.kill();
    await eventually(() => Date.now() - ledger.lastAnswer > 1_500, 'the traffic stands still');
    const before = ledger.answered;
    await kafka.restart();
    const back = Date.now();
    await eventually(() => ledger.answered > before + 300, 'the traffic returns', { within: 10_000 });
    const stillness = Date.now() - back;
    await eventually(() => client.ready, 'the reply loop is proven again');
    ledger.running = false;
    await load;
    expect(unhandled).toEqual([]);
    expect(world.fatal).toEqual([]);
    for (const [counter, told] of ledger.told) {
      const total = world.store.totals.get(counter) ?? 0;
      if (told !== 'unknown') expect([counter, total]).toEqual([counter, told === 'done' ? 1 : 0]);
      expect(total).toBeLessThanOrEqual(1);
    }
    expect(await world.read(deadLetterTopic(world.service))).toEqual([]);
    expect(stillness).toBeLessThan(10_000);
  },
);
