import { deadLetterTopic, type Refusal } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import type { Consumer } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { adding, CounterWorld } from '../../test/counter-service.js';
import { account } from '../../test/counter-words.js';
import { encodeMessage, type BatchingProducer, type RollcallCommandClient } from '../index.js';
import type { OutgoingRecord } from '../ports/event-publisher.js';

let world: CounterWorld;
let client: RollcallCommandClient;
let sender: BatchingProducer;

beforeAll(async () => {
  world = await CounterWorld.create('server');
  await world.serve();
  sender = await world.sender();
  client = await world.caller({ sender });
});
afterAll(() => world?.close());
beforeEach(() => {
  world.store.parked.length = 0;
});

const key = () => `counter-${uuidv7()}`;
const totalOf = (counterId: string) => world.store.totals.get(counterId);
const publishEvents = (...events: [id: string, counterId: string, by: number, text?: string][]) =>
  sender.publish(events.map(([id, ...add]) => world.event(world.words.added, id, adding(...add))));
/** The newest dead letter of this message. */
const letterOf = async (id: string) =>
  (await world.deadLetters()).findLast(({ original }) => original.headers.ce_id === id);
const letterAbout = (id: string) =>
  eventually(async () => {
    const letter = await letterOf(id);
    if (!letter) throw new Error('not yet');
    return letter;
  }, `there is a dead letter about ${id}`);
/** Commands and events have a group each, which commits about once a second. */
const committed = () =>
  eventually(
    async () => (await world.admin.lag(`${world.service}.`)).every(({ lag }) => lag === 0),
    'everything handled is committed',
  );
const command = (id: string, more: Partial<OutgoingRecord> = {}): OutgoingRecord => {
  const payload = adding(key(), 1);
  const { type } = world.words.add;
  const envelope = { id, type, source: 'specs', subject: payload.counterId, accountId: account, correlationId: id };
  return { ...encodeMessage(envelope, payload), ...more };
};

/** Sends commands with one text in place of another. */
async function foreignSender(text: string, instead: string): Promise<BatchingProducer> {
  const own = await world.sender();
  const publish: BatchingProducer['publish'] = (records, deadlineMs) =>
    own.publish(
      records.map((record) => Object.assign({ ...record }, { value: String(record.value).replace(text, instead) })),
      deadlineMs,
    );
  return Object.assign(Object.create(own) as BatchingProducer, { publish });
}

describe('a command', () => {
  test('is answered with what was committed', async () => {
    const id = key();
    expect(await world.ask(client, adding(id, 5))).toEqual({ ok: true, body: { total: 5 } });
    expect(totalOf(id)).toBe(5);
  });

  test('is answered with its refusal, by code and facts', async () => {
    const id = key();
    const refusal: Pick<Refusal, 'code' | 'facts'> = {
      code: 'no-target',
      facts: { attribute: id, where: 'below zero' },
    };
    expect(await world.ask(client, adding(id, -1))).toEqual({ ok: false, ...refusal });
    expect(totalOf(id)).toBeUndefined();
  });

  test('comes with many others in one transaction, in the order of its key', async () => {
    const ids = [key(), key(), key()];
    const before = world.store.batches.length;
    const asked = Array.from({ length: 300 }, (_, at) => ({ id: ids[at % 3] ?? '', at }));
    const replies = await Promise.all(asked.map(({ id }) => world.ask(client, adding(id, 1))));
    for (const id of ids) {
      const totals = replies.flatMap((reply, at) => (asked[at]?.id === id && reply.ok ? [reply.body.total] : []));
      expect(totals).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    }
    expect(world.store.batches.length - before).toBeLessThan(100);
  });

  test('is handled before its consumer asks the broker for more', async () => {
    const other = await CounterWorld.create('turns');
    const made = vi.spyOn(other.kafka, 'consumer');
    await other.serve();
    const at = made.mock.calls.findIndex(([{ groupId }]) => groupId.endsWith('.commands'));
    const consumer = made.mock.results[at]?.value as Consumer;
    const caller = await other.caller();
    const handledBefore: number[] = [];
    consumer.on(consumer.events.FETCH_START, () => void handledBefore.push(other.store.runs));
    await other.ask(caller, adding(key(), 1));
    const last = handledBefore.at(-1);
    await other.close();
    expect(last).toBe(1);
  });

  test('that is at fault is answered as such and kept, and spoils no other of its batch', async () => {
    const [bad, good] = [key(), key()];
    const commandId = uuidv7();
    const [fault, ...fine] = await Promise.all([
      world.ask(client, adding(bad, 1, 'fault'), { commandId }),
      ...Array.from({ length: 20 }, () => world.ask(client, adding(good, 1))),
    ]);
    expect(fault).toEqual({ ok: false, code: 'internal', facts: { id: commandId } });
    expect(fine.every(({ ok }) => ok)).toBe(true);
    expect(totalOf(good)).toBe(20);
    expect(await letterOf(commandId)).toMatchObject({
      original: { topic: world.words.commandTopic },
      reason: 'TypeError',
    });
  });

  test('is tried again when somebody else was first', async () => {
    const id = key();
    world.store.conflicts = 3;
    expect(await world.ask(client, adding(id, 2))).toEqual({ ok: true, body: { total: 2 } });
  });

  test('waits for the database, with nothing dead-lettered', async () => {
    const letters = (await world.deadLetters()).length;
    world.store.away = true;
    const ids = [key(), key()];
    const replies = Promise.all(ids.map((id) => world.ask(client, adding(id, 1))));
    const runs = world.store.runs;
    await eventually(() => world.store.runs > runs + 2, 'the database was asked several times');
    world.store.away = false;
    expect(await replies).toEqual([
      { ok: true, body: { total: 1 } },
      { ok: true, body: { total: 1 } },
    ]);
    expect(await world.deadLetters()).toHaveLength(letters);
  });

  test('past its deadline is refused for good', async () => {
    const commandId = uuidv7();
    const id = key();
    // The deadline is two seconds before the end of the budget.
    const ask = () => world.ask(client, adding(id, 1), { commandId, budgetMs: 1_900 });
    expect(await ask()).toEqual({ ok: false, code: 'expired', facts: {} });
    expect(await world.ask(client, adding(id, 1), { commandId })).toEqual({ ok: false, code: 'expired', facts: {} });
    expect(totalOf(id)).toBeUndefined();
  });
});

describe('what cannot be decoded', () => {
  test('is kept byte by byte, with its place and the reason', async () => {
    const id = uuidv7();
    const sent = {
      topic: world.words.commandTopic,
      key: Buffer.from([0x00, 0xff, 0x6b]),
      value: Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x28]),
      headers: { ...command(id).headers, seen: Buffer.from([0xff, 0xfe]), twice: ['one', 'two'] },
    };
    await sender.publish([sent]);
    const { original, ...letter } = await letterAbout(id);
    const [there] = (await world.read(sent.topic)).filter(({ headers }) => headers.ce_id === id);
    expect(original).toEqual(there);
    expect([original.key, original.value]).toEqual([sent.key, sent.value]);
    expect(original.rawHeaders).toMatchObject({
      seen: sent.headers.seen,
      twice: ['one', 'two'].map((text) => Buffer.from(text)),
    });
    expect(letter).toEqual({
      whole: true,
      consumer: world.service,
      reason: 'the value is no JSON',
      failedAt: expect.any(Date),
    });
  });

  test('is kept as it is where it has neither key nor value', async () => {
    const id = uuidv7();
    await sender.publish([{ ...command(id), key: null, value: null }]);
    expect((await letterAbout(id)).original).toMatchObject({ key: null, value: null });
  });

  test('can be put back from its letter as it was', async () => {
    const id = uuidv7();
    await sender.publish([command(id, { value: '{' })]);
    const { original } = await letterAbout(id);
    const { topic, key, value, rawHeaders } = original;
    await world.admin.produceRaw({ topic, key, value, headers: rawHeaders });
    const again = await eventually(async () => {
      const [, second] = (await world.read(topic)).filter(({ headers }) => headers.ce_id === id);
      if (!second) throw new Error('not yet');
      return second;
    }, 'the record lies on its topic again');
    expect([again.key, again.value, again.rawHeaders]).toEqual([key, value, rawHeaders]);
  });

  test('is answered where it says whom to answer', async () => {
    // Our own client would not send it: a foreign producer might.
    const foreign = await world.caller({ sender: await foreignSender('"by":1', '"by":"one"') });
    const before = (await world.deadLetters()).length;
    const reply = await world.ask(foreign, adding(key(), 1));
    expect(reply).toEqual({ ok: false, code: 'invalid-message', facts: { problems: [expect.stringContaining('by')] } });
    expect(await world.deadLetters()).toHaveLength(before); // the caller knows
  });

  test('is refused by our own client before it is sent', async () => {
    const wrong = Object.assign(adding(key(), 1), { by: 'one' as unknown as number }); // what the compiler would not let through
    await expect(world.ask(client, wrong)).rejects.toThrow('by must be an integer number');
  });

  test('keeps a command of a type that nobody knows', async () => {
    const id = uuidv7();
    const { headers } = command(id);
    await sender.publish([command(id, { headers: { ...headers, ce_type: 'counter.explode' } })]);
    const letter = await letterAbout(id);
    expect(letter.reason).toContain('counter.explode is not known');
  });

  test('writes to no topic but reply topics, whatever a header says', async () => {
    const id = uuidv7();
    const counterId = key();
    const { headers } = command(id);
    const forged = { ...headers, rollcall_replyto: world.words.eventTopic };
    const before = await world.read(world.words.eventTopic);
    await sender.publish([command(id, { headers: forged, value: JSON.stringify(adding(counterId, 1)) })]);
    await letterAbout(id);
    expect(totalOf(counterId)).toBeUndefined();
    expect(await world.read(world.words.eventTopic)).toHaveLength(before.length);
  });

  test('as large as a broker takes is kept whole', async () => {
    const id = uuidv7();
    const value = JSON.stringify(adding(key(), 1, 'x'.repeat(900_000))).slice(1);
    await sender.publish([command(id, { value })]);
    const letter = await letterAbout(id);
    expect(letter.original.value?.toString()).toBe(value);
    expect(letter.whole).toBe(true);
  });
});

describe('an event', () => {
  test('is decided like a command, without a reply', async () => {
    const id = key();
    await publishEvents([uuidv7(), id, 3], [uuidv7(), id, 4]);
    await eventually(() => totalOf(id) === 7, 'both events were applied');
  });

  test('has one effect, however often it comes', async () => {
    const [id, counterId] = [uuidv7(), key()];
    await publishEvents([id, counterId, 3], [id, counterId, 3]);
    await publishEvents([id, counterId, 3], [uuidv7(), counterId, 100]);
    await eventually(() => totalOf(counterId) === 103, 'the last event was applied');
  });

  test('that nobody here handles is passed over', async () => {
    const [id, counterId, letters] = [uuidv7(), key(), (await world.deadLetters()).length];
    await sender.publish([world.event(world.words.ignored, id, adding(counterId, 1))]);
    await publishEvents([uuidv7(), counterId, 5]);
    await eventually(() => totalOf(counterId) === 5, 'the event behind it was applied');
    expect(await world.deadLetters()).toHaveLength(letters);
  });

  test('at fault is parked, what follows for its key waits behind it, and others go on', async () => {
    const [stuck, free] = [key(), key()];
    const ids = [uuidv7(), uuidv7(), uuidv7()] as const;
    await publishEvents(
      [uuidv7(), stuck, 1],
      [ids[0], stuck, 1, 'fault'],
      [ids[1], stuck, 10],
      [uuidv7(), free, 1],
      [uuidv7(), free, 1],
    );
    await eventually(() => totalOf(free) === 2, 'the other key went on');
    await publishEvents([ids[2], stuck, 100]);
    const parkedOnes = () => world.store.parked.filter(({ message }) => message.key === stuck);
    await eventually(() => parkedOnes().length === 3, 'three messages are parked');
    const parked = parkedOnes();
    expect(parked.map(({ message }) => message.id)).toEqual(ids);
    expect(parked[0]?.reason).toBe('TypeError');
    expect(parked[1]?.reason).toContain('behind');
    expect(totalOf(stuck)).toBe(1);
    expect(await letterOf(ids[0])).toBeUndefined();
  });
});

describe('the service', () => {
  test('is ready, and says how far it has come', async () => {
    await world.ask(client, adding(key(), 1));
    await committed();
    expect(world.fatal).toEqual([]);
  });

  test('that starts anew does not handle again what was committed', async () => {
    await committed();
    const runs = world.store.runs;
    const next = await world.serve(); // the group rebalances
    await world.ask(client, adding(key(), 1));
    expect(next.ready).toBe(true);
    expect(world.store.runs - runs).toBeLessThan(10);
  });

  test('puts its dead letters where operators look for them', () => {
    expect(deadLetterTopic(world.service)).toBe(`rollcall.${world.service}.dead-letters`);
  });
});
