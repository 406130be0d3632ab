import { silentLogger } from '@rollcall/testing';
import { defineCommand, type Reply } from '@rollcall/contracts';
import { encodeMessage, standardPipeline, type Delivery, type Message, type OutgoingRecord } from '@rollcall/messaging';
import { IsInt, IsUUID } from 'class-validator';
import { expect, test } from 'vitest';
import { readRows } from '../src/index.js';
import { account, add, counterStore, CounterStateLoader, decideAdd, newId, type CounterStore } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

class AddToCounter {
  @IsUUID() counterId: string;
  @IsInt() by: number;
}
class Total {
  @IsInt() total: number;
  @IsInt() version: number;
}
defineCommand({
  type: 'counter.add',
  version: 1,
  topic: 'specs.commands',
  key: ({ counterId }) => counterId,
  payload: AddToCounter,
  reply: Total,
  example: { counterId: account, by: 1 },
});

const db = await databaseForSpecs();
const flow = { running: true, pause: () => {}, resume: () => {} };
const letters: OutgoingRecord[] = [];
const publisher = { publish: async (records: readonly OutgoingRecord[]) => void letters.push(...records) };
const store = () => counterStore({ dataSource: db.dataSource });

/** Hands one command to the pipeline, as a fetch would. */
async function replyTo(message: Message, decisions: CounterStore, decide = decideAdd): Promise<Reply | undefined> {
  const { id, type, source, key, accountId, correlationId, payload } = message;
  const { topic, headers, value } = encodeMessage(
    { id, type, source, subject: key, accountId, correlationId },
    payload,
  );
  const delivery: Delivery = {
    raw: {
      topic,
      partition: 0,
      offset: '0',
      time: new Date(),
      key: Buffer.from(key),
      headers,
      rawHeaders: headers,
      value: Buffer.from(value ?? ''),
    },
  };
  const registry = { has: () => true, decide };
  await standardPipeline(
    { service: 'specs', registry, store: decisions, publisher, logger: silentLogger },
    flow,
  )([delivery]);
  return delivery.reply;
}

test('a command whose row somebody else changes before every commit is refused for good, and is no dead letter', async () => {
  const counter = newId();
  await store().run([add(counter, 1)], decideAdd);
  let attempts = 0;
  const overtake: typeof decideAdd = async (message, state) => {
    attempts += 1;
    await store().run([add(counter, 1)], decideAdd);
    return decideAdd(message, state);
  };
  const command = add(counter, 100);
  const unlocked = counterStore({ dataSource: db.dataSource, loader: new CounterStateLoader(false) });
  const overtaken = { ok: false, code: 'overtaken', facts: {} };

  expect(await replyTo(command, unlocked, overtake)).toEqual(overtaken);
  expect(attempts).toBe(1 + 5); // with its batch, then alone
  expect(await readRows(db.dataSource, 'SELECT total FROM counters')).toEqual([{ total: 1 + attempts }]);
  expect(letters).toEqual([]);

  expect(await replyTo(command, store())).toEqual(overtaken); // nobody is in the way any more, but it was told "nothing happened"
  expect(await replyTo(add(counter, 100), store())).toMatchObject({ ok: true, body: { total: 101 + attempts } });
});
