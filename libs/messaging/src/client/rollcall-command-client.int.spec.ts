import { IdReply } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adding, CounterWorld } from '../../test/counter-service.js';
import { account } from '../../test/counter-words.js';
import {
  NotSent,
  OutcomeUnknown,
  RecordTooLarge,
  WindowFull,
  type BatchingProducer,
  type EventPublisher,
  type OutgoingRecord,
} from '../index.js';

/** Drops the first reply to each command, as the death of a broker at the wrong moment would. */
class LosesFirstReplies implements EventPublisher {
  readonly lost = new Set<string>();

  constructor(private readonly inner: BatchingProducer) {}

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    return this.inner.publish(
      records.filter(({ key }) => {
        if (this.lost.has(key)) return true;
        this.lost.add(key);
        return false;
      }),
    );
  }
}

let world: CounterWorld;
let deaf: CounterWorld;

beforeAll(async () => {
  [world, deaf] = await Promise.all([CounterWorld.create('client'), CounterWorld.create('deaf')]);
});
afterAll(() => Promise.all([world?.close(), deaf?.close()]));

describe('a caller', () => {
  test('asks again under the same id, and gets the stored reply', async () => {
    const publisher = new LosesFirstReplies(await world.sender());
    await world.serve({ publisher });
    const counts = new Map<string, number>();
    const observer = {
      count: (what: string, by = 1) => void counts.set(what, (counts.get(what) ?? 0) + by),
      batch: () => undefined,
    };
    const client = await world.caller({ resendAfterMs: 200, observer });
    const replies = await Promise.all(Array.from({ length: 20 }, () => world.ask(client, adding('lost', 1))));
    expect(replies.map((reply) => reply.ok && reply.body.total)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(world.store.totals.get('lost')).toBe(20);
    expect(publisher.lost.size).toBe(20);
    expect(counts.get('asked-again')).toBeGreaterThanOrEqual(20);
  });

  test('is told where a command was carried out and its reply is not what the definition says', async () => {
    const client = await world.caller();
    const expected = { ...world.words.add, reply: IdReply };
    const asked = client.ask(expected, adding('unreadable', 1), { accountId: account, budgetMs: 20_000 });
    await expect(asked).rejects.toMatchObject({ name: 'ReplyInvalid', commandType: world.words.add.type });
    expect(world.store.totals.get('unreadable')).toBe(1);
  });

  test('is refused at once when too many wait, and nothing was sent', async () => {
    const client = await deaf.caller({ window: 3 });
    const waiting = [1, 2, 3].map((by) => deaf.ask(client, adding('full', by), { budgetMs: 1_500 }));
    await expect(deaf.ask(client, adding('full', 4))).rejects.toThrow(WindowFull);
    expect(client.inFlight).toBe(3);
    await Promise.allSettled(waiting);
    expect(client.inFlight).toBe(0);
    expect(await deaf.read(deaf.words.commandTopic)).toHaveLength(3);
  });

  test('does not know the outcome when nobody answers', async () => {
    const client = await deaf.caller();
    const commandId = uuidv7();
    const asked = deaf.ask(client, adding('nobody', 1), { budgetMs: 800, commandId });
    await expect(asked).rejects.toMatchObject({ name: 'OutcomeUnknown', commandId });
  });

  test('knows that nothing happened when the broker takes no such record', async () => {
    const client = await deaf.caller();
    const huge = adding('huge', 1, 'x'.repeat(1_200_000));
    const error: unknown = await deaf.ask(client, huge).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(NotSent);
    expect((error as NotSent).cause).toBeInstanceOf(RecordTooLarge);
  });

  test('sends ids, deadline and the way back along', async () => {
    const client = await deaf.caller();
    const [commandId, correlationId, causationId] = [uuidv7(), uuidv7(), uuidv7()];
    const asked = deaf.ask(client, adding('k', 1), { budgetMs: 2_500, commandId, correlationId, causationId });
    const later = Date.now();
    await expect(asked).rejects.toThrow(OutcomeUnknown);
    const records = await deaf.read(deaf.words.commandTopic);
    const record = records.findLast(({ headers }) => headers.ce_id === commandId);
    expect(record?.headers).toMatchObject({
      ce_correlationid: correlationId,
      ce_causationid: causationId,
      rollcall_replyto: client.replyTopic,
    });
    expect(Math.abs(Number(record?.headers.rollcall_deadline) - later - 500)).toBeLessThan(200);
  });

  test('leaves no topic and no waiting caller behind', async () => {
    const client = await deaf.caller({ instance: `${deaf.service}-goes` });
    expect(client.ready).toBe(true);
    expect(await deaf.admin.topics()).toContain(client.replyTopic);
    const asked = deaf.ask(client, adding('left', 1));
    const outcome = expect(asked).rejects.toThrow(OutcomeUnknown);
    await client.close();
    await outcome;
    expect(client.ready).toBe(false);
    await expect(deaf.ask(client, adding('left', 1))).rejects.toThrow(NotSent);
    await eventually(
      async () => !(await deaf.admin.topics()).includes(client.replyTopic),
      'the reply topic was removed',
    );
  });
});

describe('a service', () => {
  test('goes on answering others after a caller and its topic have gone', async () => {
    const [stays, goes] = [
      await world.caller({ resendAfterMs: 500 }),
      await world.caller({ instance: `${world.service}-goes`, resendAfterMs: 500 }),
    ];
    expect(await world.ask(goes, adding('gone', 1))).toMatchObject({ ok: true });
    await goes.close();
    // A reply that no pending request waits for, as after a gateway's death.
    const sender = await world.sender();
    const { topic, key, headers, value } = await orphan(goes.replyTopic);
    await sender.publish([{ topic, key, headers, value }]);
    const asked = Array.from({ length: 30 }, (_, at) => world.ask(stays, adding(`after-${at}`, 1)));
    for (const reply of await Promise.all(asked)) expect(reply).toMatchObject({ ok: true });
  });

  async function orphan(replyTopic: string): Promise<OutgoingRecord> {
    const [record] = await world.read(world.words.commandTopic);
    const headers = { ...record?.headers, ce_id: uuidv7(), rollcall_replyto: replyTopic } as Record<string, string>;
    return { topic: world.words.commandTopic, key: 'gone', headers, value: JSON.stringify(adding('gone', 1)) };
  }
});
