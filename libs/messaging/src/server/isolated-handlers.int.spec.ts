import { Controller } from '@nestjs/common';
import { defineCommand, type CommandDefinition } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adding, counterController, counterDecorators, CounterWorld, decideAdd } from '../../test/counter-service.js';
import { account, Add, type TotalReply } from '../../test/counter-words.js';
import { InMemoryDecisionStore, type Total, type Totals } from '../../test/in-memory-decision-store.js';
import type { Decide, Message, RollcallCommandClient } from '../index.js';

/**
 * Blocks each batch that holds a message that says `wait` until it is released, as a handler that asks a silent service
 * would.
 */
class WaitingStore extends InMemoryDecisionStore {
  private gate = Promise.withResolvers<void>();
  private reached = Promise.withResolvers<void>();

  readonly handled: string[] = [];

  /** Resolves when a batch is blocked. */
  get waits(): Promise<void> {
    return this.reached.promise;
  }

  letGo(): void {
    this.gate.resolve();
    this.gate = Promise.withResolvers();
    this.reached = Promise.withResolvers();
  }

  override async run(messages: readonly Message[], decide: Decide<Totals, Total>) {
    const isNewerVersion = ({ id }: Message) => !this.handled.includes(id);
    const waits = messages.some((message) => isNewerVersion(message) && (message.payload as Add).text === 'wait');
    this.handled.push(...messages.map(({ id }) => id));
    if (waits) {
      const { promise } = this.gate;
      this.reached.resolve();
      await promise;
    }
    return super.run(messages, decide);
  }
}

const store = new WaitingStore();
let world: CounterWorld;
let client: RollcallCommandClient;
let ask: CommandDefinition<Add, TotalReply>;
beforeAll(async () => {
  world = await CounterWorld.create('asking');
  ask = defineCommand({ ...world.words.add, type: `${world.service}.ask` });
  await world.serve({ store, controllers: [counterController(world.words), isolatedController(ask)] });
  client = await world.caller();
});
afterAll(() => world?.close());

/** Adds, and is declared to ask another service first. */
function isolatedController(definition: CommandDefinition<Add, TotalReply>) {
  @Controller()
  class Isolated {
    @counterDecorators.Command(definition, (add) => add.counterId, { isolated: true })
    ask(payload: Add, totals: Totals) {
      return decideAdd(payload, totals);
    }
  }
  return Isolated;
}

const key = () => `counter-${uuidv7()}`;
const send = (definition: CommandDefinition<Add, TotalReply>, payload: Add) =>
  client.ask(definition, payload, { accountId: account, budgetMs: 20_000 });
const total = (is: number) => ({ ok: true, body: { total: is } });

test('a command for which another service is asked keeps nobody else waiting', async () => {
  const asking = send(ask, adding(key(), 1, 'wait'));
  await store.waits;
  const others = await Promise.all(Array.from({ length: 20 }, () => send(world.words.add, adding(key(), 1))));
  expect(others).toEqual(others.map(() => total(1)));
  store.letGo();
  expect(await asking).toEqual(total(1));
});

test('nor does it keep others waiting that ask as well', async () => {
  const asking = send(ask, adding(key(), 1, 'wait'));
  await store.waits;
  expect(await send(ask, adding(key(), 1))).toEqual(total(1));
  store.letGo();
  expect(await asking).toEqual(total(1));
});

test('a copy of what is being handled is done with it, and not handled again', async () => {
  const [counter, commandId] = [key(), uuidv7()];
  let copies = 0;
  const count = (what: string) => void (what === 'asked-again' && (copies += 1));
  const again = await world.caller({ resendAfterMs: 100, observer: { count, batch: () => undefined } });
  const options = { accountId: account, budgetMs: 25_000, commandId };
  const asking = again.ask(ask, adding(counter, 1, 'wait'), options);
  await store.waits;
  await eventually(() => copies > 5, 'it was asked again');
  store.letGo();
  expect(await asking).toEqual(total(1));
  // The next message of the key is handled after all copies that came before it.
  expect(await send(world.words.add, adding(counter, 10))).toEqual(total(11));
  const handled = store.handled.filter((id) => id === commandId).length;
  expect(handled).toBeLessThan(1 + copies);
});

test('what follows it for its key waits behind it', async () => {
  const counter = key();
  const asking = send(ask, adding(counter, 1, 'wait'));
  await store.waits;
  const follower = send(world.words.add, adding(counter, 10));
  expect(await send(world.words.add, adding(key(), 1))).toEqual(total(1));
  store.letGo();
  expect(await Promise.all([asking, follower])).toEqual([total(1), total(11)]);
});

test('it waits behind what came before it for its key', async () => {
  const counter = key();
  const first = send(world.words.add, adding(counter, 1, 'wait'));
  await store.waits;
  const asking = send(ask, adding(counter, 10));
  expect(await send(ask, adding(key(), 1))).toEqual(total(1));
  store.letGo();
  expect(await Promise.all([first, asking])).toEqual([total(1), total(11)]);
});
