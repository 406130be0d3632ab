import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Refusal, SessionQueries } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventStream } from '../event-stream.js';
import { accountId, sessionId, startGateway, tokenOf, userId } from '../gateway-under-test.js';
import { otherId, teamId, tokenId } from '../views.js';

type Options = NonNullable<Parameters<typeof startGateway>[1]>;

let gateway: Awaited<ReturnType<typeof startGateway>>;
const open: EventStream[] = [];
const start = async (options: Options = {}) => (gateway = await startGateway(new Refusal('user-not-found'), options));

beforeEach(() => start());
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await gateway.close();
});

async function listen(as: Parameters<typeof tokenOf>[0] = 'admin'): Promise<EventStream> {
  const stream = await EventStream.open(`${gateway.url}/api`, tokenOf(as));
  open.push(stream);
  return stream;
}
const kinds = (stream: EventStream) => stream.events.map(({ event }) => event);

describe('a stream of hints', () => {
  it('begins with what a client needs, and no cache or proxy keeps it', async () => {
    const { headers, text, events } = await listen();
    expect(text).toMatch(
      /^retry: 2000\n\nevent: hello\ndata: \{"build":"build-of-the-tests","serverTime":"[^"]+Z","sessionExpiresAt":"2026-03-01T22:00:00.000Z"\}\n\n$/,
    );
    expect(events).toHaveLength(1);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String) as string,
    });
  });

  it('tells together what happens within a quarter of a second', async () => {
    const stream = await listen();
    gateway.topics.says('team.members-added', accountId, teamId);
    gateway.topics.says('team.reconciled', accountId, teamId);
    gateway.topics.says('user.updated', accountId, otherId);
    gateway.topics.says('token.revoked', accountId, tokenId);
    gateway.topics.says('scim.request-answered', accountId, sessionId);
    const { data } = await stream.untilChanged('a hint', () => true);
    expect(data).toEqual({
      team: [teamId],
      user: [otherId],
      token: [tokenId],
      reconciler: [teamId],
      notices: true,
      requests: 1,
    });
    expect(kinds(stream)).toEqual(['hello', 'changed']);
  });

  it('says once more that there may be notices, when user-service has heard of what another service told', async () => {
    const stream = await listen();
    gateway.topics.says('team.reconcile-held', accountId, teamId);
    await stream.untilChanged('notices alone', (data) => JSON.stringify(data) === '{"notices":true}');
    expect(stream.events[1]?.data).toEqual({ team: [teamId], reconciler: [teamId], notices: true });
  });

  it('says nothing of other accounts, and nothing that nobody shows', async () => {
    const stream = await listen();
    gateway.topics.says('team.created', otherId, tokenId);
    gateway.topics.says('session.started', otherId, tokenId);
    gateway.topics.says('account.last-admin-guarded', accountId, otherId);
    gateway.topics.says('team.created', accountId, teamId);
    await stream.untilChanged('a hint', () => true);
    expect(stream.events.slice(1).map(({ data }) => data as unknown)).toEqual([{ team: [teamId] }]);
    expect(stream.text).not.toContain(tokenId);
  });

  it('tells each user type what it may read', async () => {
    const [admin, viewer, guest] = [await listen(), await listen('viewer'), await listen('guest')];
    for (const id of [otherId, userId]) gateway.topics.says('user.updated', accountId, id);
    gateway.topics.says('account.settings-changed', accountId, accountId);
    const heard = async (stream: EventStream) => (await stream.untilChanged('a hint', () => true)).data as unknown;
    expect(await Promise.all([admin, viewer, guest].map(heard))).toEqual([
      { user: [otherId, userId], settings: true },
      { user: [otherId, userId] },
      { user: [userId] },
    ]);
  });

  it('has those who listen read all again, where much has changed or something was not heard', async () => {
    const stream = await listen();
    for (let n = 100; n < 400; n += 1) gateway.topics.says('user.updated', accountId, `${otherId.slice(0, -3)}${n}`);
    await stream.until('too much', ({ event, data }) => event === 'resync' && data.why === 'too-much');
    gateway.topics.losesSome();
    await stream.until('lost', ({ event, data }) => event === 'resync' && data.why === 'lost');
  });

  it('is no use of the session, neither at its start nor later', async () => {
    await start({ checkEveryMs: 20 });
    await listen();
    const checks = () => gateway.services.asked.filter(([definition]) => definition === SessionQueries.check);
    await eventually(() => checks().length > 3, 'the session was looked at');
    expect(checks().every(([, input]) => (input as { background?: boolean }).background === true)).toBe(true);
  });
});

describe('a stream of hints ends', () => {
  const endsWith = (stream: EventStream, why: string) =>
    stream.until(`bye: ${why}`, ({ event, data }) => event === 'bye' && data.why === why);

  it('at once where something has happened to the person, and only then', async () => {
    const stream = await listen();
    gateway.services.answer(SessionQueries.check, { works: false });
    gateway.topics.says('session.ended', accountId, otherId);
    gateway.topics.says('user.deactivated', otherId, userId); // the id in another account
    gateway.topics.says('team.updated', accountId, teamId);
    await stream.untilChanged('a hint', () => true);
    expect(stream.ended).toBe(false);
    gateway.topics.says('session.ended', accountId, userId);
    await endsWith(stream, 'session-ended');
    await eventually(() => stream.ended && gateway.hints.count === 0, 'it is over');
  });

  it('at once where the session was over before anything could be heard', async () => {
    let begin = () => {};
    gateway.topics.begins = new Promise<void>((resolve) => (begin = resolve));
    const opening = listen();
    await eventually(() => gateway.topics.held === 1, 'it waits for the topics');
    gateway.services.answer(SessionQueries.check, { works: false }); // whoever does not read them yet hears nothing of it
    begin();
    await endsWith(await opening, 'session-ended');
  });

  it('where the person may read something else from now on', async () => {
    const stream = await listen();
    gateway.services.answerBy(SessionQueries.check, () => gateway.sessions.check(tokenOf('viewer')));
    gateway.topics.says('user.type-changed', accountId, userId);
    await endsWith(stream, 'rights-changed');
  });

  it('within seconds where a role gives other rights, whoever has it', async () => {
    const stream = await listen();
    gateway.services.answerBy(SessionQueries.check, () => gateway.sessions.check(tokenOf('viewer')));
    gateway.topics.says('role.deleted', accountId, otherId);
    await endsWith(stream, 'rights-changed');
  });

  it('with its gateway, which does not wait for clients', async () => {
    const [stream, began] = [await listen(), performance.now()];
    await gateway.close();
    await endsWith(stream, 'shutdown');
    expect(performance.now() - began).toBeLessThan(5_000);
    await start();
  });

  it('where its client has gone, and gives its place back', async () => {
    await start({ streams: { session: 1 } });
    (await listen()).close();
    await eventually(() => gateway.hints.count === 0 && gateway.topics.held === 0, 'it is over');
    expect((await listen()).events).toHaveLength(1);
  });

  it('without a word where the client does not read', async () => {
    const slow = await notReading();
    await eventually(() => gateway.hints.count === 1, 'it listens');
    const cutOff = () => {
      for (let n = 0; n < 1_000; n += 1) gateway.topics.losesSome();
      return gateway.hints.count === 0;
    };
    await eventually(cutOff, 'it is cut off', { within: 30_000, every: 1 });
    slow.destroy();
  });

  /** The buffers of both systems take some megabytes before anything waits here. */
  async function notReading(): Promise<Socket> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    socket.write(`GET /api/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokenOf('admin')}\r\n\r\n`);
    return socket;
  }
});

describe('a stream of hints is refused', () => {
  const refusal = (of: RegExp) => expect(listen()).rejects.toThrow(of);

  it.each(['session', 'person', 'account', 'instance'] as const)(
    'where there are as many as there may be: of the %s',
    async (limit) => {
      await start({ streams: { [limit]: 2 } });
      await listen();
      await listen();
      await refusal(new RegExp(`^429 .*"code":"too-many-streams".*"facts":{"limit":"${limit}","most":2}`));
      expect(gateway.hints.count).toBe(2);
    },
  );

  it('where the topics cannot be read, and holds no place then', async () => {
    gateway.topics.isReading = false;
    await refusal(/^429 .*"code":"unavailable"/);
    expect([gateway.hints.count, gateway.topics.held]).toEqual([0, 0]);
    gateway.topics.isReading = true;
    await listen();
  });

  it('to whoever has no session', async () => {
    expect((await gateway.ask('/api/events')).json).toMatchObject({ status: 401, code: 'session-missing' });
  });
});

it('streams of hints hold no place of their account: all others are answered', async () => {
  await start({ limits: { accountRequests: 1, accountQueue: 0 } });
  await listen();
  await listen();
  expect((await gateway.ask('/api/me', { as: 'admin' })).json['code']).toBe('user-not-found');
});

it('nor does what is sent behind one on its connection, which is closed when that has waited for as long as a request may', async () => {
  await start({ limits: { accountRequests: 5, accountQueue: 10 }, budgetMs: 2_500 });
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const closed = once(socket.resume(), 'close');
  const request = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokenOf('guest')}\r\n\r\n`;
  socket.write(request('/api/events') + request('/api/me').repeat(10));
  await eventually(() => gateway.hints.count === 1, 'it listens');
  expect((await gateway.ask('/api/me', { as: 'admin' })).json['code']).toBe('user-not-found');
  await closed;
  expect(gateway.asked()).toHaveLength(1);
});
