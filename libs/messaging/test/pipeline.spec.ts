import type { Reply } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeMessage } from '../src/codec/encode-message.js';
import { standardPipeline } from '../src/handlers/standard-pipeline.js';
import type { OutgoingBytes, OutgoingRecord, RawRecord } from '../src/index.js';
import type { Delivery } from '../src/pipeline/delivery.js';
import { ShutdownInterrupted } from '../src/pipeline/flow.js';
import { replyIdHeader } from '../src/pipeline/reply.js';
import type { Tracer } from '../src/pipeline/trace.js';
import { RecordTooLarge, SendFailed } from '../src/sender/send-errors.js';
import { counterController, counterDecorators, silent } from './counter-service.js';
import { account, adding, counterWords, type Add } from './counter-words.js';
import { InMemoryDecisionStore } from './in-memory-decision-store.js';
import { registeredHandlers } from './registered-handlers.js';

const words = counterWords('pipeline');
const { registry } = await registeredHandlers(counterDecorators, [counterController(words)]);
const replyTo = 'rollcall.replies.specs';

/** The server's own pipeline, on a store and a log in memory. */
class Bench {
  readonly store = new InMemoryDecisionStore();
  readonly published: (OutgoingRecord | OutgoingBytes)[] = [];
  readonly counted: Record<string, number> = {};
  readonly flow = {
    running: true,
    paused: 0,
    pause: () => void this.flow.paused++,
    resume: () => void this.flow.paused--,
  };
  /** How many of the next attempts to publish fail. */
  brokerAway = 0;
  /** Whether the broker takes no value of 1,000 bytes. */
  refusesLarge = false;
  tracer?: Tracer;
  private offset = 0;

  private readonly publisher = {
    publish: (records: readonly (OutgoingRecord | OutgoingBytes)[]) => {
      if (this.brokerAway-- > 0) return Promise.reject(new SendFailed(false));
      if (this.refusesLarge && records.some(({ value }) => (value?.length ?? 0) >= 1_000))
        return Promise.reject(new RecordTooLarge(false));
      this.published.push(...records);
      return Promise.resolve();
    },
  };

  async handle(raws: readonly RawRecord[]): Promise<Delivery[]> {
    const deliveries = raws.map((raw): Delivery => ({ raw }));
    const { store, publisher, flow, tracer } = this;
    const observer = {
      count: (what: string, by = 1) => void (this.counted[what] = (this.counted[what] ?? 0) + by),
      batch: () => undefined,
    };
    const traced = tracer && { tracer };
    const pipeline = { service: 'specs', registry, store, publisher, logger: silent, observer, ...traced };
    await standardPipeline(pipeline, flow)(deliveries);
    return deliveries;
  }

  command(payload: Add, of: { id?: string; deadline?: Date; replyTo?: string } = {}): RawRecord {
    return this.raw(words.add.type, payload, { replyTo, ...of });
  }

  event(payload: Add, of: { id?: string } = {}): RawRecord {
    return this.raw(words.added.type, payload, of);
  }

  private raw(type: string, payload: Add, of: { id?: string; deadline?: Date; replyTo?: string }): RawRecord {
    const id = uuidv7();
    const fixed = { type, source: 'specs', subject: payload.counterId, accountId: account, correlationId: of.id ?? id };
    const record = encodeMessage({ id, ...fixed, ...of }, payload);
    return {
      topic: record.topic,
      partition: 0,
      offset: String(this.offset++),
      time: new Date(),
      key: Buffer.from(record.key),
      headers: record.headers,
      rawHeaders: record.headers,
      value: Buffer.from(record.value ?? ''),
    };
  }

  /** The replies that went out, by command id. */
  get replies(): Record<string, Reply> {
    const sent = this.published.filter((record): record is OutgoingRecord => record.topic === replyTo);
    return Object.fromEntries(
      sent.map(({ headers, value }) => [headers[replyIdHeader], JSON.parse(value ?? '') as Reply]),
    );
  }

  get letters(): OutgoingBytes[] {
    return this.published.filter((record): record is OutgoingBytes => record.topic === 'rollcall.specs.dead-letters');
  }
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
const idOf = (raw: RawRecord) => raw.headers.ce_id ?? '';

const ofVersion = (raw: RawRecord, version: number): RawRecord => ({
  ...raw,
  headers: { ...raw.headers, ce_dataschemaversion: String(version) },
});

describe('what one fetch brought', () => {
  test('is handled in one run, where each message sees what the earlier ones did', async () => {
    const fetched = [bench.command(adding('a', 1)), bench.command(adding('a', 2)), bench.command(adding('b', 3))];
    await bench.handle(fetched);
    expect(bench.store.batches).toEqual([3]);
    expect(fetched.map((raw) => bench.replies[idOf(raw)])).toEqual([
      { ok: true, body: { total: 1 } },
      { ok: true, body: { total: 3 } },
      { ok: true, body: { total: 3 } },
    ]);
  });

  test('keeps everybody else in one run when a rule refuses one', async () => {
    const refused = bench.command(adding('a', -1));
    await bench.handle([bench.command(adding('a', 0)), refused, bench.command(adding('a', 1))]);
    expect(bench.store.batches).toEqual([3]);
    expect(bench.replies[idOf(refused)]).toMatchObject({ ok: false, code: 'no-target' });
    expect(bench.store.totals.get('a')).toBe(1);
    expect(bench.counted).toEqual({ handled: 2, refused: 1 });
  });

  test('is handled one by one after a fault, and only the bad one is lost', async () => {
    const bad = bench.command(adding('a', 1, 'fault'));
    await bench.handle([bench.command(adding('a', 1)), bad, bench.command(adding('a', 1))]);
    expect(bench.store.batches).toEqual([1, 1]);
    expect(bench.store.totals.get('a')).toBe(2);
    expect(bench.replies[idOf(bad)]).toEqual({ ok: false, code: 'internal', facts: { id: idOf(bad) } });
    expect(bench.letters).toMatchObject([
      { headers: { rollcall_dead_offset: bad.offset, rollcall_dead_reason: 'TypeError' } },
    ]);
  });

  test('goes on where a message without a caller cannot be read: its raw bytes are kept', async () => {
    const garbage = { ...bench.event(adding('a', 1)), value: Buffer.from([0xff, 0x00, 0xc3]) };
    await bench.handle([garbage, bench.command(adding('a', 1))]);
    expect(bench.letters).toMatchObject([{ key: garbage.key, value: garbage.value, headers: garbage.headers }]);
    expect(bench.store.totals.get('a')).toBe(1);
  });

  test('goes on where a command cannot be read: its caller is told, and nothing of it is kept', async () => {
    const garbage = { ...bench.command(adding('a', 1)), value: Buffer.from([0xff, 0x00, 0xc3]) };
    await bench.handle([garbage, bench.command(adding('a', 1))]);
    expect(bench.letters).toEqual([]);
    expect(bench.replies[idOf(garbage)]).toMatchObject({ ok: false, code: 'invalid-message' });
    expect(bench.counted).toEqual({ handled: 1, refused: 1 });
    expect(bench.store.totals.get('a')).toBe(1);
  });
});

describe('a command', () => {
  test('asked again is answered from the inbox, and has one effect', async () => {
    const command = bench.command(adding('a', 4));
    await bench.handle([command]);
    bench.published.length = 0;
    await bench.handle([command]);
    expect(bench.replies[idOf(command)]).toEqual({ ok: true, body: { total: 4 } });
    expect(bench.store.totals.get('a')).toBe(4);
    expect(bench.counted).toEqual({ handled: 1, seen: 1 });
  });

  test('twice in one fetch has one effect and two replies', async () => {
    const command = bench.command(adding('a', 4));
    await bench.handle([command, command]);
    expect(bench.store.totals.get('a')).toBe(4);
    expect(bench.published).toHaveLength(2);
  });

  test('past its deadline is refused for good, and not dead-lettered', async () => {
    const command = bench.command(adding('a', 4), { deadline: new Date(Date.now() - 1) });
    await bench.handle([command]);
    expect(bench.replies[idOf(command)]).toEqual({ ok: false, code: 'expired', facts: {} });
    expect(bench.letters).toEqual([]);
    expect(bench.store.totals.size).toBe(0);
  });

  test('that names another topic than a reply topic is refused, and nothing is written there', async () => {
    const command = bench.command(adding('a', 1), { replyTo: 'rollcall.user.commands' });
    await bench.handle([command]);
    expect(bench.published.map(({ topic }) => topic)).toEqual(['rollcall.specs.dead-letters']);
    expect(bench.store.totals.size).toBe(0);
  });

  test('that nobody handles is a dead letter where nobody waits for the reply', async () => {
    const command = bench.command(adding('a', 1));
    const invented = { ...command.headers, ce_type: 'pipeline.invented' };
    await bench.handle([{ ...command, headers: invented }]);
    expect(bench.letters).toEqual([]);
    await bench.handle([{ ...command, headers: { ...invented, rollcall_replyto: undefined } }]);
    expect(bench.letters).toHaveLength(1);
  });

  test('of a newer version is refused with the reason, so that what its caller was told stays true', async () => {
    const newer = ofVersion(bench.command(adding('a', 1)), 2);
    await bench.handle([newer]);
    const reason = `version 2 of ${words.add.type} is newer than version 1, the newest that is known here`;
    expect(bench.letters).toEqual([]);
    expect(bench.replies[idOf(newer)]).toEqual({ ok: false, code: 'invalid-message', facts: { problems: [reason] } });
  });

  test('whose reply cannot be produced is done all the same', async () => {
    bench.brokerAway = 1;
    await bench.handle([bench.command(adding('a', 1))]);
    expect(bench.store.totals.get('a')).toBe(1);
    expect(bench.published).toEqual([]);
  });

  test('that loses against somebody else is tried again', async () => {
    bench.store.conflicts = 3;
    const command = bench.command(adding('a', 1));
    await bench.handle([command]);
    expect(bench.replies[idOf(command)]).toEqual({ ok: true, body: { total: 1 } });
  });

  test('that always loses is refused for good, without a dead letter; its caller may send it anew', async () => {
    bench.store.conflicts = 1 + 5; // with the others, then alone
    const command = bench.command(adding('a', 1));
    await bench.handle([command]);
    const overtaken = { ok: false, code: 'overtaken', facts: {} };
    expect(bench.replies[idOf(command)]).toEqual(overtaken);
    expect(bench.counted).toEqual({ retried: 1, refused: 1 });
    await bench.handle([command, bench.command(adding('a', 2))]);
    expect(bench.replies[idOf(command)]).toEqual(overtaken);
    expect(bench.store.totals.get('a')).toBe(2);
    expect(bench.letters).toEqual([]);
  });
});

describe('an event', () => {
  test('that faults parks its key, and what follows for that key waits behind it', async () => {
    const bad = bench.event(adding('a', 1, 'fault'));
    const follower = bench.event(adding('a', 2));
    await bench.handle([bad, follower, bench.event(adding('b', 3))]);
    expect(bench.store.parked.map(({ message }) => message.id)).toEqual([idOf(bad), idOf(follower)]);
    expect([...bench.store.totals]).toEqual([['b', 3]]);
    const later = bench.event(adding('a', 4));
    await bench.handle([later]);
    expect(bench.store.parked.at(-1)?.message.id).toBe(idOf(later));
    expect(bench.letters).toEqual([]);
  });

  test('that somebody else handles is passed over', async () => {
    const event = bench.event(adding('a', 1));
    await bench.handle([{ ...event, headers: { ...event.headers, ce_type: 'pipeline.ignored' }, value: null }]);
    expect(bench.store.runs).toBe(0);
    expect(bench.published).toEqual([]);
  });

  test('of a newer version is parked with the reason, and what follows for its key waits behind it', async () => {
    const before = bench.event(adding('a', 1));
    const newer = ofVersion(bench.event(adding('a', 2)), 2);
    const follower = bench.event(adding('a', 3));
    await bench.handle([before, newer, follower, bench.event(adding('b', 4))]);
    expect(bench.store.parked).toMatchObject([
      { message: { id: idOf(newer), schemaVersion: 2 }, reason: expect.stringContaining('is newer than version 1') },
      { message: { id: idOf(follower) }, reason: expect.stringContaining('behind') },
    ]);
    expect([...bench.store.totals]).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    expect(bench.letters).toEqual([]);
  });

  test('of a newer version stays behind an earlier one that faults', async () => {
    const bad = bench.event(adding('a', 1, 'fault'));
    const newer = ofVersion(bench.event(adding('a', 2)), 2);
    await bench.handle([bad, newer]);
    expect(bench.store.parked.map(({ message }) => message.id)).toEqual([idOf(bad), idOf(newer)]);
  });

  test('that cannot be read is a dead letter', async () => {
    await bench.handle([{ ...bench.event(adding('a', 1)), value: Buffer.from('{') }]);
    expect(bench.letters).toMatchObject([{ headers: { rollcall_dead_reason: 'the value is no JSON' } }]);
  });
});

describe('a database that is away', () => {
  test('is waited for, with everything paused and nothing thrown away', async () => {
    bench.store.away = true;
    const handled = bench.handle([bench.command(adding('a', 1)), bench.event(adding('b', 1))]);
    setTimeout(() => (bench.store.away = false), 120);
    expect(bench.flow.paused).toBe(0);
    await Promise.resolve();
    await handled;
    expect(bench.store.runs).toBeGreaterThanOrEqual(1);
    expect(bench.flow.paused).toBe(0);
    expect([...bench.store.totals]).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(bench.letters).toEqual([]);
  });

  test('does not keep a service from stopping', async () => {
    bench.store.away = true;
    const handled = bench.handle([bench.command(adding('a', 1))]);
    setTimeout(() => (bench.flow.running = false), 60);
    await expect(handled).rejects.toBeInstanceOf(ShutdownInterrupted);
    expect(bench.published).toEqual([]);
  });
});

describe('a dead letter', () => {
  test('keeps the place of the value where the value is too large for it', async () => {
    bench.refusesLarge = true;
    const event = { ...bench.event(adding('a', 1)), value: Buffer.alloc(1_000, 'x') };
    await bench.handle([event]);
    const headers = { rollcall_dead_offset: event.offset, rollcall_dead_valueleftout: 'true' };
    expect(bench.letters).toMatchObject([{ value: null, headers }]);
  });

  test('leaves out a password hash that its sender did not seal, wherever it is', async () => {
    const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';
    const event = { ...bench.event(adding('a', 1)), value: Buffer.from(`{"passwordHash":"${hash}","title":`) };
    await bench.handle([event]);
    const [letter] = bench.letters;
    expect(letter?.value?.toString()).toBe('{"passwordHash":"left out","title":');
    expect(letter?.headers).toMatchObject({ rollcall_dead_valueleftout: 'true' });
  });

  test('is written again until it is kept', async () => {
    bench.brokerAway = 2;
    await bench.handle([{ ...bench.event(adding('a', 1)), value: null }]);
    expect(bench.letters).toHaveLength(1);
  });

  test('does not keep a service from stopping', async () => {
    bench.brokerAway = 1_000;
    bench.flow.running = false;
    const handled = bench.handle([{ ...bench.event(adding('a', 1)), value: null }]);
    await expect(handled).rejects.toBeInstanceOf(ShutdownInterrupted);
  });
});

describe('the trace', () => {
  test('of a message goes on under its sender, and ends with its batch', async () => {
    const log: string[] = [];
    bench.tracer = {
      withSpan: async (name, { traceparent }, act) => {
        log.push(`${name} under ${traceparent}`);
        const result = await act({ traceparent: 'active' });
        log.push(`ended after ${bench.published.length}`);
        return result;
      },
    };
    const command = bench.command(adding('a', 1));
    const [delivery] = await bench.handle([{ ...command, headers: { ...command.headers, traceparent: 'sender' } }]);
    expect(log).toEqual(['pipeline.add process under sender', 'ended after 1']);
    expect(delivery?.message?.traceparent).toBe('active');
  });
});
