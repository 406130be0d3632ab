import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  ErasureCommands,
  TeamEvents,
  TokenEvents,
  WebhookCommands,
  WorkspaceUserCommands,
  type Actor,
  type NoticeKind,
} from '@rollcall/contracts';
import { AddressRules, DeliveryLoop, EndpointClient, Mailer, newWebhookSecret, SecretBox } from '@rollcall/delivery';
import { eventually, startReceiver, verified, type Receiver } from '@rollcall/testing';
import { SMTPServer } from 'smtp-server';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailSender } from '../src/deliveries/mail-sender.js';
import { OutwardNames } from '../src/deliveries/outward-names.js';
import { resealSecrets } from '../src/deliveries/reseal-secrets.js';
import { ownerOf, WebhookSender } from '../src/deliveries/webhook-sender.js';
import { AccountReadModel } from '../src/persistence/account-read-model.js';
import { purgeExpiredDeliveries, handOutNotices } from '../src/persistence/hand-out-notices.js';
import { MailQueue } from '../src/persistence/mail-queue.js';
import { NoticeReadModel } from '../src/persistence/notice-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { WebhookQueue } from '../src/persistence/webhook-queue.js';
import { WebhookReadModel } from '../src/persistence/webhook-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const box = new SecretBox(['the key of these specs, which is long enough']);
const operator: Actor = { kind: 'operator', id: 'specs' };
const going = new AbortController().signal;
const teams = new Map<string, string>();

const db = await serviceDatabase();
const dataSource = await db.connect('one');
const instance = await instanceOn(dataSource);
const reads = await db.readPool();
const webhooks = new WebhookReadModel(reads);
let receiver: Receiver;
let accountId: string;
let adminId: string;
const clients: EndpointClient[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
  ({ accountId, adminId } = await newAccount(instance));
});
afterEach(async () => {
  await receiver.close();
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await db.rows('DELETE FROM deliveries');
});

const by = (id = adminId): Actor => ({ kind: 'admin', id });

/** A webhook with its secret. */
async function aWebhook(url: string, { kinds, of = accountId }: { kinds?: NoticeKind[]; of?: string } = {}) {
  const webhookId = uuidv7();
  const secret = newWebhookSecret();
  const sealedSecret = box.seal(secret, ownerOf(of, webhookId));
  const command = { accountId: of, webhookId, url, sealedSecret, actor: by(), ...(kinds ? { kinds } : {}) };
  expect(inShort(await instance.handle(asking(WebhookCommands.add, command)))).toEqual(['done']);
  return { webhookId, secret };
}

/** A notice: a takeover of a team waits. */
async function raise(displayName: string, of = accountId): Promise<string> {
  const teamId = uuidv7();
  teams.set(teamId, displayName);
  const payload = { accountId: of, teamId, takeoverId: uuidv7(), ownedBy: 'workspace' as const, actor: operator };
  await instance.handle({ ...asking(TeamEvents.takeoverProposed, payload), key: teamId });
  return teamId;
}

const handOut = (sendsMail = false) => handOutNotices(dataSource, { sendsMail });

/** A notice that is raised and handed out. */
async function notify(displayName: string, sendsMail = false): Promise<string> {
  const teamId = await raise(displayName);
  await handOut(sendsMail);
  return teamId;
}

const change = (webhookId: string, of: object) =>
  instance.handle(asking(WebhookCommands.change, { accountId, webhookId, actor: by(), ...of }));
const closeAccount = () =>
  db.rows(
    `INSERT INTO account_closures (account_id, state, version, since, due_at, cause) VALUES ($1, 'closing', 9, now(), now() + interval '1 day', '{}')`,
    [accountId],
  );

const names = (): OutwardNames => {
  const ask = ((_: unknown, { filter }: { filter?: { values: string[] } }) => {
    if (!filter) return Promise.resolve([]); // tokens
    const known = filter.values.map((id) => ({ id, displayName: teams.get(id) }));
    return Promise.resolve({ teams: known });
  }) as never; // team-service, as far as it is asked here
  const users = new UserReadModel(dataSource, dataSource);
  return new OutwardNames({ users, notices: new NoticeReadModel(reads), teams: { ask }, tokens: { ask } });
};

function sender(queue = new WebhookQueue(dataSource), allowed = ['127.0.0.1'], timeoutMs = 10_000) {
  const client = new EndpointClient({ addresses: AddressRules.allowing(allowed), allowsHttp: true, timeoutMs });
  clients.push(client);
  const accounts = new AccountReadModel(reads);
  const publicUrl = 'https://app.acme.example/';
  return new WebhookSender({
    queue,
    client,
    box,
    names: names(),
    accounts,
    publicUrl,
    count: () => undefined,
  });
}

/** As often as the loop of one instance would, with what rests and waits due at once. @returns how many webhooks were taken */
async function sendDue(queue = new WebhookQueue(dataSource), of = sender(queue)): Promise<number> {
  await db.rows(`UPDATE webhooks SET rests_until = now()`);
  await db.rows(`UPDATE deliveries SET next_at = now() WHERE delivered_at IS NULL`);
  const taken = await queue.take(20);
  await Promise.all(taken.map((webhook) => of.work(webhook, going)));
  return taken.length;
}

/** The turn of the first webhook that is due, if there is one. */
async function workOne(queue: WebhookQueue): Promise<void> {
  const [taken] = await queue.take(20);
  if (taken) await sender(queue).work(taken, going);
}

const sent = async (webhookId: string) =>
  (await webhooks.deliveries({ accountId, webhookId, limit: 100 }, true)).deliveries;
const aDelivery: unknown = expect.objectContaining({ attempts: expect.any(Number) as number });
const idsOf = (from: Receiver) => from.received.map(({ id }) => id);

describe('a notice that is raised', () => {
  it('reaches each webhook that wants its kind, once, signed, in the words of the list', async () => {
    const { secret, webhookId } = await aWebhook(`${receiver.url}/all`);
    await aWebhook(`${receiver.url}/others`, { kinds: ['run-held'] });
    await raise('Design');
    expect(await Promise.all([handOut(), handOut()])).toEqual(expect.arrayContaining([1, 0]));
    await sendDue();
    expect(await sendDue()).toBe(0);
    const [message] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(message && verified(message, secret)).toMatchObject({
      type: 'notice.raised',
      data: {
        account: { id: accountId, name: 'Acme' },
        notice: {
          kind: 'takeover-waiting',
          state: 'waiting',
          sentence:
            'The identity provider pushed a group to take over the team "Design": the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
          link: 'https://app.acme.example/takeovers?state=waiting',
        },
      },
    });
    expect(await sent(webhookId)).toEqual([
      expect.objectContaining({ id: message?.id, attempts: 1, status: 200, deliveredAt: expect.any(String) as string }),
    ]);
  });

  it('of before a webhook, or while it is off, is not sent; nor is one of another account', async () => {
    await notify('Before');
    const { webhookId } = await aWebhook(receiver.url);
    await change(webhookId, { enabled: false });
    await raise('While off');
    await raise('Elsewhere', (await newAccount(instance)).accountId);
    await handOut();
    await change(webhookId, { enabled: true });
    await notify('Now');
    await sendDue();
    expect(receiver.received.map(({ body }) => body)).toEqual([expect.stringContaining('Now')]);
  });

  it('goes out again when a token has fewer days left and nobody has acknowledged it: once each time, also where an event comes twice', async () => {
    const { webhookId } = await aWebhook(receiver.url, { kinds: ['token-ending'] });
    const ids = { accountId, tokenId: uuidv7(), creatorId: adminId };
    const payload = {
      ...ids,
      actor: { kind: 'system', id: 'token-service' } as const,
      expiresAt: '2027-01-01T00:00:00Z',
    };
    const mails: number[] = [];
    for (const daysAgo of [30, 7, 1]) {
      const event = asking(TokenEvents.endsSoon, payload, { time: new Date(Date.now() - daysAgo * 86_400_000) });
      await instance.handle(event);
      await handOut(true);
      await instance.handle({ ...event, id: uuidv7() });
      await handOut(true);
      await sendDue();
      await db.rows(`UPDATE deliveries SET delivered_at = now() WHERE channel = 'email'`); // all mails are sent
      mails.push((await db.rows(`SELECT FROM deliveries WHERE channel = 'email'`)).length);
    }
    expect(mails).toEqual([1, 2, 3]);
    expect(new Set(idsOf(receiver)).size).toBe(3);
    expect(await sent(webhookId)).toHaveLength(3);
    const { notices } = await new NoticeReadModel(reads).page({ accountId, limit: 10 });
    expect(notices.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['token-ending waiting']);
  });

  it('waits for its turn: of an account with many a few are handed out, and then those of others', async () => {
    for (let n = 0; n < 12; n += 1) await raise(`Team ${n}`);
    await raise('Elsewhere', (await newAccount(instance)).accountId);
    expect([await handOut(), await handOut(), await handOut()]).toEqual([11, 2, 0]);
  });

  it('waits where this version has no words for its kind, and holds up no other', async () => {
    const { webhookId } = await aWebhook(receiver.url);
    await raise('A');
    await notify('B');
    await db.rows(
      `UPDATE deliveries SET kind = 'of-a-later-version' WHERE id = (SELECT min(id::text)::uuid FROM deliveries)`,
    );
    await sendDue();
    expect(receiver.received).toHaveLength(1);
    expect((await sent(webhookId)).map(({ attempts }) => attempts)).toEqual([1, 0]);
    expect(await sendDue()).toBe(0);
  });

  it('is not handed out while its account is being closed', async () => {
    await aWebhook(receiver.url);
    await raise('Design');
    await closeAccount();
    expect(await handOut()).toBe(0);
    await db.rows('DELETE FROM account_closures WHERE account_id = $1', [accountId]);
    expect(await handOut()).toBe(1);
  });
});

describe('a webhook that fails for a while', () => {
  it('gets everything afterwards, each message under one id', async () => {
    const { webhookId } = await aWebhook(receiver.url);
    receiver.answer = (response) => response.writeHead(500).end();
    for (const name of ['A', 'B', 'C']) await raise(name);
    await handOut();
    for (let round = 0; round < 4; round += 1) await sendDue();
    expect(receiver.received).toHaveLength(4); // one attempt of a turn: then it rests
    const [listed] = await webhooks.list(accountId);
    expect(listed).toMatchObject({ waiting: 3, failingSince: expect.any(String) as string });
    expect((await sent(webhookId)).map(({ problem, status }) => [problem, status])).toContainEqual(['status', 500]);
    receiver.answer = (response) => response.end();
    const before = new Set(idsOf(receiver));
    await sendDue();
    const after = idsOf(receiver).slice(4);
    expect(after).toHaveLength(3);
    expect([...before].every((id) => after.includes(id))).toBe(true);
    expect(await webhooks.list(accountId)).toEqual([
      expect.not.objectContaining({ failingSince: expect.anything() as unknown }),
    ]);
  });

  it('rests, and its message waits longer and longer', async () => {
    await aWebhook('http://127.0.0.1:1/');
    await notify('A');
    const queue = new WebhookQueue(dataSource);
    await sendDue(queue);
    const waits = async () => {
      const [row] = await db.rows<{ webhook: number; message: number }>(
        `SELECT extract(epoch FROM w.rests_until - now())::float8 AS webhook, extract(epoch FROM d.next_at - now())::float8 AS message
           FROM webhooks w JOIN deliveries d ON d.recipient_id = w.id WHERE w.account_id = $1`,
        [accountId],
      );
      return row ?? { webhook: 0, message: 0 };
    };
    expect((await waits()).message).toBeGreaterThan(2);
    expect((await waits()).message).toBeLessThan(5.1);
    expect(await queue.take(20)).toEqual([]); // it rests
    await db.rows('UPDATE deliveries SET attempts = 11');
    await db.rows('UPDATE webhooks SET failures = 11 WHERE account_id = $1', [accountId]);
    await sendDue(queue);
    const { webhook, message } = await waits();
    expect(message).toBeGreaterThan(1_790);
    expect(message).toBeLessThan(3_601);
    expect(webhook).toBeLessThan(301);
  });

  it('is tried at once under another address', async () => {
    const { webhookId } = await aWebhook('http://127.0.0.1:1/');
    await notify('A');
    await sendDue();
    const queue = new WebhookQueue(dataSource);
    expect(await queue.take(20)).toEqual([]);
    await change(webhookId, { url: receiver.url });
    await workOne(queue);
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['redirects to the secrets of a cloud', 'http://169.254.169.254/latest/', 'address-refused'],
    ['redirects to a private network', 'http://10.0.0.7/', 'address-refused'],
  ])('because it %s: nothing is sent there', async (_, location, problem) => {
    const { webhookId } = await aWebhook(receiver.url);
    receiver.answer = (response) => response.writeHead(307, { location }).end();
    await notify('A');
    await sendDue();
    expect(await sent(webhookId)).toEqual([expect.objectContaining({ problem, attempts: 1 })]);
  });

  it('because its name leads to this machine: nothing is sent there', async () => {
    const { webhookId } = await aWebhook(receiver.url.replace('127.0.0.1', 'localhost'));
    await notify('A');
    const queue = new WebhookQueue(dataSource);
    await sendDue(queue, sender(queue, []));
    expect(receiver.received).toEqual([]);
    expect(await sent(webhookId)).toEqual([expect.objectContaining({ problem: 'no-public-address' })]);
  });
});

describe('what an admin does while a webhook is sent to', () => {
  /** A webhook for which three messages wait. During the first attempt an admin does something; then the receiver answers. */
  const during = async (act: (webhookId: string) => Promise<unknown>, status = 200) => {
    const { webhookId } = await aWebhook(receiver.url);
    for (const name of ['A', 'B', 'C']) await raise(name);
    await handOut();
    receiver.answer = (response) => void act(webhookId).then(() => response.writeHead(status).end());
    const queue = new WebhookQueue(dataSource);
    await workOne(queue);
    return { webhookId, queue };
  };

  it.each<[string, (webhookId: string) => Promise<unknown>]>([
    ['off', (id) => change(id, { enabled: false })],
    ['at another address', (id) => change(id, { url: 'http://127.0.0.1:1/' })],
    ['gone', (id) => instance.handle(asking(WebhookCommands.remove, { accountId, webhookId: id, actor: by() }))],
    [
      'signed with another secret only',
      (webhookId) => {
        const sealedSecret = box.seal(newWebhookSecret(), ownerOf(accountId, webhookId));
        const rotation = { accountId, webhookId, sealedSecret, keepOldHours: 0, actor: by() };
        return instance.handle(asking(WebhookCommands.rotateSecret, rotation));
      },
    ],
    ['of an account that is being closed', closeAccount],
  ])('ends its turn where it is %s now', async (_, act) => {
    await during(act);
    expect(receiver.received).toHaveLength(1);
  });

  it('is not undone where the attempt fails: what waits is tried at once under the new address', async () => {
    const other = await startReceiver();
    const { queue } = await during((id) => change(id, { url: other.url }), 500);
    await workOne(queue);
    expect([receiver.received.length, other.received.length]).toEqual([1, 3]);
    await other.close();
  });

  it('is not undone either where it is switched off and on again', async () => {
    const act = async (id: string) => {
      await change(id, { enabled: false });
      await change(id, { enabled: true });
    };
    const { queue } = await during(act, 500);
    receiver.answer = (response) => response.end();
    await workOne(queue);
    expect(receiver.received).toHaveLength(4);
  });
});

describe('instances that send', () => {
  it('lose nothing when one ends between sending and marking: it is sent again, with its id', async () => {
    const { webhookId } = await aWebhook(receiver.url);
    await raise('A');
    await notify('B');
    class Dying extends WebhookQueue {
      override record(): Promise<boolean> {
        return Promise.reject(new Error('the process ended'));
      }
    }
    const dying = new Dying(dataSource);
    const [taken] = await dying.take(1);
    await expect(taken && sender(dying).work(taken, going)).rejects.toThrow('the process ended');
    const other = new WebhookQueue(dataSource);
    expect(await other.take(1)).toEqual([]); // the lease of the dead one
    await db.rows('UPDATE webhooks SET taken_until = now() WHERE taken_until IS NOT NULL'); // it is over
    await workOne(other);
    const ids = idsOf(receiver);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
    expect((await sent(webhookId)).every(({ deliveredAt }) => deliveredAt !== undefined)).toBe(true);
  });

  it('send to a webhook one at a time, and to one of an account', async () => {
    await aWebhook(receiver.url);
    await aWebhook(receiver.url);
    await notify('A');
    const [one, other] = [new WebhookQueue(dataSource), new WebhookQueue(await db.connect('other'))];
    const taken = await Promise.all([one.take(20), other.take(20)]);
    expect(taken.flat().length).toBeLessThanOrEqual(2); // both may look at the same moment, at different ones
    expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(taken.flat().length);
    expect(await one.take(20)).toEqual([]);
  });

  it('are not held up by the slow webhooks of another account', async () => {
    const slow = await startReceiver();
    slow.answer = () => undefined;
    const b = await newAccount(instance);
    for (let n = 0; n < 5; n += 1) await aWebhook(slow.url);
    const { secret } = await aWebhook(receiver.url, { of: b.accountId });
    await notify('Of A');
    const queue = new WebhookQueue(dataSource);
    const of = sender(queue, ['127.0.0.1'], 2_000);
    const loop = new DeliveryLoop({
      everyMs: 20,
      atOnce: 2,
      take: (free) => queue.take(free),
      work: (turn, signal) => of.work(turn, signal),
      onFailure: (error) => expect.unreachable(String(error)),
    });
    await eventually(() => expect(slow.received).toHaveLength(1), 'a slow webhook holds a place');
    await raise('Of B', b.accountId);
    await handOut();
    const start = performance.now();
    await eventually(() => expect(receiver.received).toHaveLength(1), 'the other account’s is delivered');
    expect(performance.now() - start).toBeLessThan(1_500);
    expect(slow.received).toHaveLength(1);
    const [message] = receiver.received;
    expect(message && verified(message, secret)).toBeDefined();
    await slow.close();
    await loop.close();
  });
});

describe('a webhook', () => {
  it('has two secrets while one replaces the other, and one afterwards', async () => {
    const { webhookId, secret: old } = await aWebhook(receiver.url);
    const fresh = newWebhookSecret();
    const sealedSecret = box.seal(fresh, ownerOf(accountId, webhookId));
    const rotation = { accountId, webhookId, sealedSecret, keepOldHours: 24, actor: by() };
    expect(inShort(await instance.handle(asking(WebhookCommands.rotateSecret, rotation)))).toEqual(['done']);
    await notify('A');
    await sendDue();
    const [both] = receiver.received;
    for (const secret of [old, fresh]) expect(both && verified(both, secret)).toBeDefined();
    await db.rows('UPDATE webhooks SET old_secret_ends_at = now()');
    await notify('B');
    await sendDue();
    const [, one] = receiver.received;
    expect(one && verified(one, fresh)).toBeDefined();
    expect(() => one && verified(one, old)).toThrow('No matching signature');
  });

  it('is sealed anew when the key of the installation is another one, which is then enough', async () => {
    const { webhookId, secret } = await aWebhook(receiver.url);
    const sealedSecret = box.seal(secret, ownerOf(accountId, webhookId));
    const rotation = { accountId, webhookId, sealedSecret, keepOldHours: 1, actor: by() };
    await instance.handle(asking(WebhookCommands.rotateSecret, rotation));
    const [next, present] = ['another key of these specs, also long', 'the key of these specs, which is long enough'];
    await resealSecrets(dataSource, new SecretBox([next, present]));
    const row = await webhooks.find(accountId, webhookId);
    const sealed = [row?.secret ?? '', row?.old_secret ?? ''];
    const opened = sealed.map((each) => new SecretBox([next]).open(each, ownerOf(accountId, webhookId)));
    expect(opened[0]).toBe(secret);
    await resealSecrets(dataSource, new SecretBox([next, present]));
    expect((await webhooks.find(accountId, webhookId))?.secret).toBe(row?.secret);
    await db.rows('DELETE FROM webhooks WHERE id = $1', [webhookId]);
  });

  it('is refused to an account that has ten webhooks, and takes what waits for it along when it is removed', async () => {
    const { webhookId } = await aWebhook('http://127.0.0.1:1/');
    await notify('A');
    for (let n = 1; n < 10; n += 1) await aWebhook(receiver.url);
    const eleventh = { accountId, webhookId: uuidv7(), url: receiver.url, sealedSecret: 'x', actor: by() };
    expect(inShort(await instance.handle(asking(WebhookCommands.add, eleventh)))).toEqual(['too-many-webhooks']);
    const removal = asking(WebhookCommands.remove, { accountId, webhookId, actor: by() });
    expect(inShort(await instance.handle(removal, { ...removal, id: uuidv7() }))).toEqual([
      'done',
      'webhook-not-found',
    ]);
    expect(await db.rows('SELECT FROM deliveries WHERE account_id = $1', [accountId])).toEqual([]);
  });

  it('answers a test with how it went', async () => {
    const { webhookId, secret } = await aWebhook(receiver.url);
    const row = await webhooks.find(accountId, webhookId);
    expect(row && (await sender().test(row))).toMatchObject({ status: 200 });
    const [message] = receiver.received;
    expect(message && verified(message, secret)).toMatchObject({ type: 'webhook.test' });
    const lost = row && { ...row, secret: new SecretBox(['another key, which is long enough too']).seal('x', 'y') };
    expect(lost && (await sender().test(lost))).toMatchObject({ problem: 'secret-lost' });
  });
});

describe('mail', () => {
  const mails: { to: string[]; text: string }[] = [];
  let isDown = false;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _, done) {
      done(address.startsWith('gone@') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : undefined);
    },
    onData(stream, session, done) {
      void text(stream).then((mail) => {
        if (isDown) return done(Object.assign(new Error('try later'), { responseCode: 451 }));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: mail.replaceAll('=\r\n', '') });
        done();
      });
    },
  });
  let mailer: Mailer;

  beforeAll(async () => {
    const server = smtp.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    mailer = new Mailer({ url: `smtp://127.0.0.1:${port}`, from: 'Rollcall <rollcall@acme.example>' });
  });
  afterAll(() => {
    mailer.close();
    smtp.close();
  });
  beforeEach(() => void mails.splice(0));

  const invited = async (userName: string, userType: string, of = { accountId, adminId }) => {
    const userId = uuidv7();
    const link = { digest: 'a'.repeat(64), expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    const person = { userId, userName, givenName: 'A', familyName: 'Lee', userType };
    const invitation = asking(WorkspaceUserCommands.invite, {
      accountId: of.accountId,
      ...person,
      link,
      actor: by(of.adminId),
    });
    expect(inShort(await instance.handle(invitation))).toEqual(['created']);
    return userId;
  };

  const mailSender = (queue: MailQueue, of: Pick<OutwardNames, 'of'> = names()) => {
    const accounts = new AccountReadModel(reads);
    const parts = { queue, mailer, names: of, accounts, publicUrl: undefined, count: () => undefined };
    return new MailSender({ ...parts, logger: { warn: () => undefined } });
  };

  const sendMails = async () => {
    await db.rows(`UPDATE deliveries SET next_at = now() WHERE delivered_at IS NULL`);
    const queue = new MailQueue(dataSource);
    const of = mailSender(queue);
    for (;;) {
      const taken = await queue.take(5);
      if (taken.length === 0) return;
      await Promise.all(taken.map((mail) => of.work(mail)));
    }
  };

  it('goes to the active admins who want it, and is sent again until it is taken', async () => {
    await invited('bob@example.com', 'member');
    const cho = await invited('cho@example.com', 'admin');
    await invited('dee@example.com', 'admin');
    const choice = { accountId, on: [], off: ['takeover-waiting' as const], actor: by(cho) };
    expect(inShort(await instance.handle(asking(WebhookCommands.chooseNotifications, choice)))).toEqual(['done']);
    await notify('Design', true);
    isDown = true;
    await sendMails();
    expect(mails).toEqual([]);
    isDown = false;
    await sendMails();
    expect(mails.map(({ to }) => to[0]).sort()).toEqual(['ada@example.com', 'dee@example.com']);
    expect(mails[0]?.text).toContain(
      'The identity provider pushed a group to take over the team "Design": the team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
    );
    expect(mails[0]?.text).toContain('Subject: A group would take over a team: it waits for your decision (Acme)');
    expect(mails[0]?.text).toContain('Auto-Submitted: auto-generated');
  });

  it('is not sent to who switches it off, or is no admin any more, while it waits', async () => {
    await notify('Design', true);
    const choice = { accountId, on: [], off: ['takeover-waiting' as const], actor: by() };
    await instance.handle(asking(WebhookCommands.chooseNotifications, choice));
    await sendMails();
    expect(mails).toEqual([]);
    expect(await db.rows('SELECT FROM deliveries WHERE account_id = $1', [accountId])).toEqual([]);
    expect(await webhooks.choice(accountId, adminId)).toEqual({ off: ['takeover-waiting'] });
  });

  it('goes to fifty admins at most, those who are here the longest, once for all notices of a kind', async () => {
    await db.rows(
      `INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object(
         'id', gen_random_uuid(), 'user_name', 'a' || n, 'user_name_key', 'a' || n, 'created_at', u.created_at + n * interval '1 s'))).*
         FROM users u, generate_series(1, 60) n WHERE u.account_id = $1`,
      [accountId],
    );
    for (let n = 0; n < 25; n += 1) await raise(`Team ${n}`);
    while ((await handOut(true)) > 0);
    const rows = await db.rows<{ more: number; user_name: string }>(
      `SELECT d.more, u.user_name FROM deliveries d JOIN users u ON u.account_id = d.account_id AND u.id = d.recipient_id
        WHERE d.account_id = $1 ORDER BY u.created_at`,
      [accountId],
    );
    expect(rows).toHaveLength(50);
    expect(rows.every(({ more }) => more === 24)).toBe(true);
    expect([rows[0]?.user_name, rows[49]?.user_name]).toEqual(['ada@example.com', 'a49']);
  });

  it('is not sent again and again: the next one of a kind waits, and says how many were raised until then', async () => {
    await notify('A', true);
    await sendMails();
    for (const name of ['B', 'C', 'D']) {
      await notify(name, true);
    }
    expect(await new MailQueue(dataSource).take(5)).toEqual([]);
    const [row] = await db.rows<{ waits: number }>(
      `SELECT extract(epoch FROM next_at - now())::float8 AS waits FROM deliveries WHERE account_id = $1 AND delivered_at IS NULL`,
      [accountId],
    );
    expect(row?.waits).toBeGreaterThan(590);
    await sendMails();
    expect(mails.map(({ text: mail }) => /2 more notices of this kind/.exec(mail)?.[0])).toEqual([
      undefined,
      '2 more notices of this kind',
    ]);
  });

  it('of an account is sent one at a time, and accounts take turns, however much waits of one and for how long', async () => {
    const other = await newAccount(instance);
    for (const of of [{ accountId, adminId }, other]) {
      for (const name of ['bea', 'cho']) await invited(`${name}@example.com`, 'admin', of);
      await raise('Design', of.accountId);
      await handOut(true);
    }
    const queue = new MailQueue(dataSource);
    const both = await queue.take(5);
    expect(both.map(({ account_id }) => account_id).sort()).toEqual([accountId, other.accountId].sort());
    expect(await queue.take(5)).toEqual([]);
    for (const mail of both) await mailSender(queue).work(mail);
    const turns: (string | undefined)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const [mail] = await queue.take(1);
      turns.push(mail?.account_id);
      if (mail) await mailSender(queue).work(mail);
    }
    expect(new Set(turns.slice(0, 2))).toEqual(new Set([accountId, other.accountId]));
    expect(turns.slice(2)).toEqual(turns.slice(0, 2));
  });

  it('waits without an attempt while the names cannot be asked for', async () => {
    await notify('Design', true);
    const queue = new MailQueue(dataSource);
    const [mail] = await queue.take(1);
    const away = { of: () => Promise.reject(new Error('team-service is away')) };
    await expect(mail && mailSender(queue, away).work(mail)).rejects.toThrow('team-service is away');
    expect(await db.rows('SELECT attempts, last_at FROM deliveries WHERE account_id = $1', [accountId])).toEqual([
      { attempts: 0, last_at: null },
    ]);
    await sendMails();
    expect(mails).toHaveLength(1);
  });

  it('ends where the mail server refuses the recipient for good', async () => {
    await invited('gone@example.com', 'admin');
    await notify('Design', true);
    await sendMails();
    expect(mails.map(({ to }) => to[0])).toEqual(['ada@example.com']);
    expect(await db.rows('SELECT FROM deliveries WHERE delivered_at IS NULL')).toEqual([]);
  });

  it('is not sent where the installation sends none', async () => {
    await raise('Design');
    await handOut(false);
    await sendMails();
    expect(mails).toEqual([]);
  });

  it('and what somebody chose go with her erasure', async () => {
    const cho = await invited('cho@example.com', 'admin');
    const choice = { accountId, on: [], off: ['run-held' as const], actor: by(cho) };
    await instance.handle(asking(WebhookCommands.chooseNotifications, choice));
    await notify('Design', true);
    const of = { accountId, userId: cho, actor: by() };
    await db.rows('UPDATE users SET active = false WHERE account_id = $1 AND id = $2', [accountId, cho]);
    expect(inShort(await instance.handle(asking(ErasureCommands.erase, of)))).toEqual(['changed']);
    expect(await db.rows('SELECT FROM notification_choices WHERE user_id = $1', [cho])).toEqual([]);
    expect(await db.rows('SELECT FROM deliveries WHERE recipient_id = $1', [cho])).toEqual([]);
  });
});

describe('deliveries', () => {
  const aMonthLater = async () => {
    await db.rows(`UPDATE deliveries SET created_at = created_at - interval '31 days'`);
    await purgeExpiredDeliveries(dataSource);
  };

  it('go after 30 days, where they were delivered, or their notice has ended', async () => {
    const { webhookId } = await aWebhook(receiver.url);
    const { webhookId: broken } = await aWebhook('http://127.0.0.1:1/');
    const teamId = await notify('A');
    await sendDue();
    await notify('B');
    await db.rows('UPDATE notices SET ended_at = now() WHERE subject_id = $1', [teamId]);
    await aMonthLater();
    expect([await sent(webhookId), await sent(broken)]).toEqual([[aDelivery], [aDelivery]]);
  });

  it('are not given up while their webhook is there and their notice waits, and arrive in the end', async () => {
    const { webhookId } = await aWebhook(receiver.url);
    receiver.answer = (response) => response.writeHead(500).end();
    await notify('A');
    for (let month = 0; month < 12; month += 1) {
      await sendDue();
      await aMonthLater();
    }
    expect(await sent(webhookId)).toMatchObject([{ attempts: 12 }]);
    receiver.answer = (response) => response.end();
    await sendDue();
    expect(await sent(webhookId)).toMatchObject([{ deliveredAt: expect.any(String) as string }]);
    await aMonthLater();
    expect(await sent(webhookId)).toEqual([]);
  });
});
