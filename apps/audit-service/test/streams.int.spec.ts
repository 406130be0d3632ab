import { ClosingEvents, type AuditEntryView, type CreateAuditStream } from '@rollcall/contracts';
import { AddressRules, EndpointClient, SecretBox, SyslogClient } from '@rollcall/delivery';
import { readRows } from '@rollcall/persistence';
import { startReceiver, startSyslogReceiver, verified, type ReceivedMessage } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { lookAfterDays } from '../src/persistence/days.js';
import { StreamQueue, type Health, type TakenStream } from '../src/persistence/streams/stream-queue.js';
import { StreamReadModel } from '../src/persistence/streams/stream-read-model.js';
import { resealSecrets } from '../src/streams/reseal-secrets.js';
import { StreamAdmin } from '../src/streams/stream-admin.js';
import { StreamSender } from '../src/streams/stream-sender.js';
import { auditLog, noNames } from './support/audit-database.js';
import { fillLog } from './support/filled-log.js';
import { aRecord, userRecords } from './support/records.js';

const { dataSource, reads, query, store } = await auditLog({ pastDays: 40 });
const receiver = await startReceiver();
const syslogReceiver = await startSyslogReceiver();
afterAll(async () => {
  await Promise.all([receiver.close(), syslogReceiver.close()]);
});

const names = noNames();
const streams = new StreamReadModel(reads);
const queue = new StreamQueue(dataSource);
const box = new SecretBox(['the key of these specs, which is long enough']);
const announceAfterMs = 900_000;
const senderWith = (addresses: AddressRules, of: StreamQueue = queue, boxes: { box?: SecretBox } = { box }) =>
  new StreamSender({
    queue: of,
    store,
    search: new AuditReadModel(reads).search,
    names,
    webhooks: new EndpointClient({ addresses, allowsHttp: true }),
    syslog: new SyslogClient({ addresses, timeoutMs: 2_000 }),
    ...boxes,
    announceAfterMs,
    count: () => undefined,
  });
const here = AddressRules.allowing(['127.0.0.1']);
const sender = senderWith(here);
const adminWith = (addresses: AddressRules) =>
  new StreamAdmin({
    store,
    streams,
    sending: { sender, wake: () => undefined },
    outward: { box, addresses, allowsHttp: true, announceAfterMs, leaseMs: 60_000, heartbeatMs: 3_600_000 },
  });
const admin = adminWith(here);
const actor = { kind: 'admin', id: uuidv7() } as const;

let accountId: string;
let nextOffset = 0;
const happened = new Map<string, number>();
beforeEach(async () => {
  await readRows(dataSource, 'DELETE FROM audit_streams');
  accountId = uuidv7();
  receiver.received.splice(0);
  receiver.answer = (response) => response.end();
  syslogReceiver.received.splice(0);
  syslogReceiver.isStuck = false;
});

const act = (streamId: string) => ({ accountId, streamId, actor, requestId: uuidv7() });
const create = (of: Partial<CreateAuditStream> = {}) =>
  admin.create({
    ...act(uuidv7()),
    url: `${receiver.url}/log`,
    log: 'changes',
    format: 'rollcall',
    from: 'beginning',
    ...of,
  });
/** Users are changed. */
async function happen(count: number): Promise<void> {
  const before = happened.get(accountId) ?? 0;
  happened.set(accountId, before + count);
  const records = userRecords(accountId, count, before);
  await store.save(records.map((each) => ({ ...each, offset: String((nextOffset += 1)) })));
}
/** One look at what is to be sent, as an instance does it. */
async function turn(health: Health = 'well', by = sender): Promise<readonly TakenStream[]> {
  const taken = await queue.take(10, health, uuidv7());
  await Promise.all(taken.map((stream) => by.work(stream, new AbortController().signal)));
  return taken;
}
/** So many minutes go by. */
const pass = (minutes: number) =>
  readRows(
    dataSource,
    `UPDATE audit_streams SET failing_since = failing_since - make_interval(mins => $1), rests_until = rests_until - make_interval(mins => $1),
            taken_until = taken_until - make_interval(mins => $1), delivered_at = delivered_at - make_interval(mins => $1)`,
    [minutes],
  );

interface Body {
  readonly type: string;
  readonly data: {
    readonly from: number;
    readonly to: number;
    readonly missing: unknown[];
    readonly entries: AuditEntryView[];
  };
}
const bodyOf = ({ body }: ReceivedMessage) => JSON.parse(body) as Body;
const sent = () =>
  receiver.received.flatMap((message) =>
    bodyOf(message).type === 'audit.entries' ? bodyOf(message).data.entries : [],
  );
const numbersOf = (entries: readonly AuditEntryView[]) => entries.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const theStream = async () => (await admin.list(accountId))[0];
const typesOf = async () => {
  const search = { accountId, log: 'changes', order: 'asc', limit: 1_000, query: { terms: [] } } as const;
  return (await new AuditReadModel(reads).search.find(search)).entries.filter(({ type }) => type.startsWith('audit.'));
};

describe('a stream to a webhook', () => {
  it('sends every entry once, in the order of their numbers, signed, and says how far it is', async () => {
    await happen(250);
    const { stream, secret = '' } = await create();
    expect(stream).toMatchObject({ kind: 'webhook', state: 'delivering', seq: 0, behind: 251 });
    await turn();
    expect(numbersOf(sent())).toEqual(range(1, 251));
    expect(receiver.received.map(({ id }) => id)).toEqual(
      ['1-100', '101-200', '201-251'].map((numbers) => `${stream.id}_${numbers}`),
    );
    for (const message of receiver.received) expect(verified(message, secret)).toMatchObject({ type: 'audit.entries' });
    expect(await theStream()).toMatchObject({ state: 'delivering', seq: 251, behind: 0, missed: 0 });
    expect(await turn()).toEqual([]);
  });

  it('begins with what happens from now on, and has events of OCSF where that is wanted', async () => {
    await happen(3);
    await create({ from: 'now', format: 'ocsf' });
    await happen(2);
    await turn();
    const events = receiver.received.flatMap((message) => bodyOf(message).data.entries as unknown[]);
    // Its own beginning is the first one.
    expect(events).toMatchObject([4, 5, 6].map((sequence) => ({ metadata: { version: '1.8.0', sequence } })));
  });

  it('whose receiver answers 500 for a time, and then 200, has lost nothing, and was never switched off', async () => {
    await happen(30);
    await create();
    receiver.answer = (response) => response.writeHead(500).end();
    await turn();
    for (const _ of range(1, 4)) {
      expect(await turn()).toEqual([]); // it rests
      await happen(50);
      await pass(5);
      expect(await turn('failing')).toHaveLength(1);
    }
    const failing = await theStream();
    expect(failing).toMatchObject({ state: 'failing', problem: 'status', status: 500, seq: 0 });
    expect(Date.now() - Date.parse(failing?.failingSince ?? '')).toBeGreaterThan(15 * 60_000);
    expect(await streams.counts()).toMatchObject([{ state: 'failing', streams: 1 }]);
    expect((await streams.counts())[0]?.failing_s).toBeGreaterThan(900);
    // The same message at each attempt, whatever has come meanwhile.
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);

    receiver.answer = (response) => response.end();
    receiver.received.splice(0);
    await pass(5);
    await turn('failing');
    await turn();
    const ids = [...new Map(sent().map((entry) => [entry.id, entry.seq])).values()];
    expect(ids).toEqual(range(1, ids.length));
    expect(ids.length).toBeGreaterThan(230);
    expect(await theStream()).toMatchObject({ state: 'delivering', behind: 0 });
    expect((await typesOf()).map(({ type }) => type)).toEqual([
      'audit.stream-created',
      'audit.stream-failing', // once
      'audit.stream-recovered',
    ]);
  });

  it.each([
    ['paused and resumed', [{ paused: true }, { paused: false }]],
    ['led elsewhere', [{ url: `${receiver.url}/other` }]],
  ])(
    'that fails is failing until something is taken, also where it was %s; the log says when it ends',
    async (_, changes: readonly object[]) => {
      const { stream } = await create();
      receiver.answer = (response) => response.writeHead(500).end();
      await turn();
      await pass(20);
      await turn('failing');
      for (const change of changes) await admin.change({ ...act(stream.id), ...change });
      await turn(); // at once, in vain
      expect(await theStream()).toMatchObject({ state: 'failing', behind: 3 + changes.length - 1 });
      await pass(20);
      await turn('failing');
      expect(await streams.failing(accountId)).toMatchObject({ count: 1 });
      receiver.answer = (response) => response.end();
      await pass(20);
      await turn('failing');
      await turn();
      expect(await streams.failing(accountId)).toBeUndefined();
      expect((await typesOf()).map(({ type }) => type.replace('audit.stream-', ''))).toEqual([
        'created',
        'failing',
        ...changes.map(() => 'changed'),
        'recovered',
      ]);
    },
  );

  it('sends a message again, with its id, where the service ended between sending and noting it', async () => {
    await happen(3);
    await create();
    const dying = new StreamQueue(dataSource);
    dying.delivered = () => Promise.reject(new Error('killed'));
    await expect(turn('well', senderWith(here, dying))).rejects.toThrow('killed');
    await happen(3);
    expect(await turn()).toEqual([]); // another instance waits until the lease is over
    await pass(2);
    await turn();
    const [first, again, then] = receiver.received;
    expect([again?.id, first && bodyOf(first).data.entries.length]).toEqual([first?.id, 4]);
    expect(then && numbersOf(bodyOf(then).data.entries)).toEqual([5, 6, 7]);
  });

  it('says exactly which entries were dropped before they could be sent', async () => {
    await fillLog(query, { accountId, count: 3_000, days: 30 });
    await create();
    await lookAfterDays(dataSource, { changesDays: 10, readsDays: 8 }, new Date());
    for (let n = 0; n < 3; n += 1) await turn();
    const [first] = await readRows<{ min: number }>(
      dataSource,
      'SELECT min(seq)::float8 AS min FROM entries WHERE account_id = $1',
      [accountId],
    );
    const missing = receiver.received.flatMap(
      (message) => bodyOf(message).data.missing as { from: number; to: number }[],
    );
    const min = first?.min ?? 0;
    expect(min).toBeGreaterThan(1_000);
    expect(missing.map(({ from }) => from)[0]).toBe(1);
    expect(missing.at(-1)?.to).toBe(min - 1);
    expect(missing.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(min - 1);
    expect(numbersOf(sent())).toEqual(range(min, 3_001));
    expect(await theStream()).toMatchObject({ behind: 0, missed: min - 1 });
  });

  it('is held up by no dead one: not of its account, and not of another', async () => {
    const { stream: dead } = await create({ url: 'http://127.0.0.1:9/dead' });
    await create();
    await turn();
    await turn();
    expect(sent().length).toBeGreaterThan(0);
    await pass(1);
    const failing = await queue.take(10, 'failing', uuidv7());
    expect(failing.map(({ id }) => id)).toEqual([dead.id]);
    await happen(1);
    expect(await turn()).toHaveLength(1);
    const two = await Promise.all([queue.take(10, 'well', uuidv7()), queue.take(10, 'well', uuidv7())]);
    expect(two.flat()).toHaveLength(0);
  });

  it('is taken by one instance at a time', async () => {
    await create();
    const taken = await Promise.all(range(1, 8).map(() => queue.take(10, 'well', uuidv7())));
    expect(taken.flat()).toHaveLength(1);
  });

  it('with nothing to send says each hour that it lives, and how far it has come', async () => {
    const { stream, secret = '' } = await create();
    await turn();
    await pass(59);
    expect(await turn()).toEqual([]);
    receiver.received.splice(0);
    for (const _ of range(1, 2)) {
      await pass(60);
      await turn();
      expect(await turn()).toEqual([]);
    }
    const of = { account: { id: accountId }, stream: { id: stream.id, log: 'changes', format: 'rollcall' }, seq: 1 };
    const heartbeat = { type: 'audit.heartbeat', data: of };
    expect(receiver.received.map((message) => verified(message, secret))).toMatchObject([heartbeat, heartbeat]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
    expect(await theStream()).toMatchObject({ state: 'delivering', seq: 1, behind: 0, missed: 0 });
    await happen(1);
    await turn();
    expect(numbersOf(sent())).toEqual([2]);
    await admin.change({ ...act(stream.id), paused: true });
    await pass(60);
    expect(await turn()).toEqual([]);
    expect((await typesOf()).map(({ type }) => type)).toEqual(['audit.stream-created', 'audit.stream-changed']);
  });

  it('of a log in which nothing has happened at all says so too', async () => {
    await create({ log: 'reads' });
    expect(await turn()).toEqual([]);
    await readRows(dataSource, `UPDATE audit_streams SET created_at = created_at - interval '1 hour'`);
    await turn();
    expect(receiver.received.map((message) => JSON.parse(message.body) as object)).toMatchObject([
      { type: 'audit.heartbeat', data: { stream: { log: 'reads' }, seq: 0 } },
    ]);
  });

  it('whose receiver is dead fails though nothing is to be sent, and goes on with what has come meanwhile', async () => {
    await create();
    await turn();
    receiver.answer = (response) => response.writeHead(500).end();
    await pass(60);
    await turn();
    expect(await theStream()).toMatchObject({ state: 'failing', status: 500, behind: 0 });
    await pass(20);
    await turn('failing');
    expect((await typesOf()).map(({ type }) => type)).toEqual(['audit.stream-created', 'audit.stream-failing']);
    await happen(2);
    receiver.answer = (response) => response.end();
    receiver.received.splice(0);
    await pass(20);
    await turn('failing');
    await turn();
    expect(numbersOf(sent())).toEqual([2, 3, 4, 5]); // that it failed, what happened, that it does no more
    expect(await theStream()).toMatchObject({ state: 'delivering', seq: 5, behind: 0 });
  });

  it('ends with its account', async () => {
    await create();
    await store.save([aRecord({ accountId, type: ClosingEvents.closed.type, partition: 11, version: 1 })]);
    expect(await turn()).toEqual([]);
    await expect(create()).rejects.toMatchObject({ code: 'audit-stream-not-found' });
    expect([await streams.all(), await streams.counts()]).toEqual([[], []]);
  });
});

describe('an admin', () => {
  it('pauses a stream, which keeps its place, and deletes it; each act is an entry of hers', async () => {
    const { stream } = await create();
    await turn();
    await admin.change({ ...act(stream.id), paused: true });
    await happen(2);
    expect(await turn()).toEqual([]);
    expect(await theStream()).toMatchObject({ state: 'paused', seq: 1, behind: 3 });
    await admin.change({ ...act(stream.id), paused: false });
    await admin.test(act(stream.id));
    expect(receiver.received.map((message) => bodyOf(message).type)).toEqual(['audit.entries', 'audit.test']);
    await turn();
    expect(numbersOf(sent().slice(1))).toEqual(range(2, 6));
    await admin.remove(act(stream.id));
    expect(await admin.list(accountId)).toEqual([]);
    const entries = await typesOf();
    expect(entries.map(({ type }) => type.replace('audit.stream-', ''))).toEqual([
      'created',
      'changed',
      'changed',
      'tested',
      'removed',
    ]);
    expect(new Set(entries.map((entry) => entry.actor?.id))).toEqual(new Set([actor.id]));
    expect(JSON.stringify(entries)).not.toContain('127.0.0.1');
  });

  it('makes one secret however often a request is repeated, also at the same time: the one that the receiver knows goes on', async () => {
    const { stream, secret = '' } = await create();
    const rotation = { ...act(stream.id), entryId: uuidv7(), keepOldHours: 1 };
    const answers = await Promise.all([admin.rotateSecret(rotation), admin.rotateSecret(rotation)]);
    answers.push(await admin.rotateSecret(rotation));
    const made = answers.flatMap((answer) => answer.secret ?? []);
    expect(made).toHaveLength(1);
    await turn();
    const [message] = receiver.received;
    for (const each of [secret, ...made]) expect(message && verified(message, each)).toBeDefined();
    expect((await typesOf()).map(({ type }) => type)).toEqual(['audit.stream-created', 'audit.stream-secret-rotated']);
  });

  it('changes what she names alone, whatever another admin changes at the same time', async () => {
    const { stream } = await create({ url: syslogReceiver.url });
    for (const n of range(1, 10)) {
      const url = `syslog+tls://localhost:${6514 + n}`;
      await Promise.all([
        admin.change({ ...act(stream.id), url }),
        admin.change({ ...act(stream.id), paused: n % 2 === 1 }),
        admin.change({ ...act(stream.id), ca: n % 2 === 1 ? syslogReceiver.ca : '' }),
        admin.change({ ...act(stream.id), format: n % 2 === 1 ? 'ocsf' : 'rollcall' }),
      ]);
      const { ca, ...found } = (await theStream()) ?? {};
      expect(found).toMatchObject({ url, paused: n % 2 === 1, format: n % 2 === 1 ? 'ocsf' : 'rollcall' });
      expect(ca).toBe(n % 2 === 1 ? syslogReceiver.ca : undefined);
    }
    const changed = (await typesOf()).flatMap(({ type, detail }) => (type === 'audit.stream-changed' ? [detail] : []));
    expect(changed.every((detail) => /^(url|ca|format|paused)$/.test(String(detail?.['changed'])))).toBe(true);
  });

  it('changes and removes only what she has seen, where she says so; what is delivered is no change', async () => {
    const { stream } = await create();
    await turn();
    expect([stream.version, (await theStream())?.version]).toEqual([1, 1]);
    await admin.change({ ...act(stream.id), paused: true, ifMatch: ['1'] });
    await admin.rotateSecret({ ...act(stream.id), entryId: uuidv7(), keepOldHours: 1 });
    expect((await theStream())?.version).toBe(3);
    const refused = { code: 'version-mismatch', facts: { version: 3 } };
    await expect(admin.change({ ...act(stream.id), paused: false, ifMatch: ['1', '2'] })).rejects.toMatchObject(
      refused,
    );
    await expect(admin.remove({ ...act(stream.id), ifMatch: ['2'] })).rejects.toMatchObject(refused);
    const both = await Promise.allSettled(
      ['ocsf', 'rollcall'].map((format) =>
        admin.change({ ...act(stream.id), format: format as 'ocsf', paused: false, ifMatch: ['3'] }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await admin.remove({ ...act(stream.id), ifMatch: ['*'] });
    expect((await typesOf()).map(({ type }) => type.replace('audit.stream-', ''))).toEqual([
      'created',
      'changed',
      'secret-rotated',
      'changed',
      'removed',
    ]);
  });

  it('gives a stream a new secret, and for a time both sign; a key that is replaced keeps them', async () => {
    const { stream, secret = '' } = await create();
    const { secret: next = '' } = await admin.rotateSecret({ ...act(stream.id), entryId: uuidv7(), keepOldHours: 1 });
    await turn();
    const [message] = receiver.received;
    for (const each of [secret, next]) expect(message && verified(message, each)).toBeDefined();
    await resealSecrets(
      dataSource,
      new SecretBox(['another key, which is long enough too', 'the key of these specs, which is long enough']),
    );
    await happen(1);
    await turn();
    expect(await theStream()).toMatchObject({ state: 'failing', problem: 'secret-lost' }); // this sender has the former key alone
  });

  it('sees a webhook fail where the operator has lost the key', async () => {
    await create();
    await turn('well', senderWith(here, queue, {}));
    expect(await theStream()).toMatchObject({ state: 'failing', problem: 'secret-lost' });
    expect(receiver.received).toEqual([]);
  });

  it('shows no second secret to a repeated request, and makes at most ten', async () => {
    const streamId = uuidv7();
    const answers = await Promise.all([create({ streamId }), create({ streamId })]);
    expect(answers.flatMap(({ secret }) => secret ?? [])).toHaveLength(1);
    expect(await create({ streamId })).toEqual({ stream: expect.objectContaining({ id: streamId }) as object });
    for (const _ of range(2, 10)) await create();
    await expect(create()).rejects.toMatchObject({ code: 'too-many-audit-streams', facts: { most: 10 } });
  });

  it.each([
    ['https://169.254.169.254/latest', 'private-address'],
    ['https://10.0.0.1/', 'private-address'],
    ['syslog+tls://10.0.0.1:6514', 'private-address'],
    ['syslog+tls://localhost:6514', 'private-address'],
    ['syslog+tls://user:secret@logs.acme.example', 'credentials'],
    ['syslog+tls://logs.acme.example/path', 'form'],
    ['ftp://logs.acme.example', 'form'],
  ])('is refused %s: %s', async (url, problem) => {
    const strict = adminWith(AddressRules.allowing());
    const asked = { ...act(uuidv7()), url, log: 'changes', format: 'rollcall', from: 'now' } as const;
    await expect(strict.create(asked)).rejects.toMatchObject({ code: 'audit-stream-invalid', facts: { problem } });
  });

  it('cannot lead a stream to a private address by a name either', async () => {
    await create({ url: 'syslog+tls://localhost:6514' });
    await create({ url: 'https://localhost/' });
    const strict = senderWith(AddressRules.allowing());
    await turn('well', strict);
    await turn('well', strict);
    expect((await admin.list(accountId)).map(({ problem }) => problem)).toEqual([
      'no-public-address',
      'no-public-address',
    ]);
  });
});

describe('a stream to syslog over TLS', () => {
  const url = () => syslogReceiver.url;

  it('sends every entry in order, in frames of RFC 5425, to a receiver whose certificate is good', async () => {
    await happen(5);
    const { stream, secret } = await create({ url: url(), ca: syslogReceiver.ca });
    expect([stream.kind, secret]).toEqual(['syslog', undefined]);
    await turn();
    expect(syslogReceiver.received).toHaveLength(6);
    for (const [index, message] of syslogReceiver.received.entries())
      expect(message).toMatch(
        new RegExp(
          `^<110>1 \\S+Z - rollcall - \\S+ \\[origin software="rollcall"\\]\\[meta sequenceId="${index + 1}"\\] {.*}$`,
        ),
      );
    const [first = ''] = syslogReceiver.received;
    expect(JSON.parse(first.slice(first.indexOf('{')))).toMatchObject({ accountId, seq: 1, type: 'user.updated' });
    expect((await admin.test(act(stream.id))).problem).toBeUndefined();
    expect(syslogReceiver.received.at(-1)).toContain(' audit.test ');
  });

  it('with nothing to send says each hour that it lives', async () => {
    await create({ url: url(), ca: syslogReceiver.ca });
    await turn();
    await pass(60);
    await turn();
    expect(syslogReceiver.received.at(-1)).toMatch(
      new RegExp(
        `^<110>1 \\S+Z - rollcall - audit.heartbeat \\[origin software="rollcall"\\] {"type":"audit.heartbeat","accountId":"${accountId}","log":"changes","seq":1}$`,
      ),
    );
    expect(await theStream()).toMatchObject({ state: 'delivering', seq: 1, behind: 0 });
  });

  it('does not send to who cannot prove its name', async () => {
    await create({ url: url() });
    await create({ url: `syslog+tls://127.0.0.1:${syslogReceiver.port}`, ca: syslogReceiver.ca });
    await turn();
    await turn();
    expect((await admin.list(accountId)).map(({ problem }) => problem)).toEqual(['certificate', 'certificate']);
    expect(syslogReceiver.received).toEqual([]);
    await expect(create({ url: url(), ca: 'no certificate' })).rejects.toMatchObject({ facts: { problem: 'ca' } });
  });

  it('sends again what a connection may have lost', async () => {
    await happen(2);
    await create({ url: url(), ca: syslogReceiver.ca });
    syslogReceiver.isStuck = true;
    await turn();
    expect(await theStream()).toMatchObject({ state: 'failing', seq: 0 });
    syslogReceiver.isStuck = false;
    await pass(1);
    await turn('failing');
    expect(syslogReceiver.received.map((message) => /sequenceId="(\d+)"/.exec(message)?.[1])).toEqual(['1', '2', '3']);
  });
});
