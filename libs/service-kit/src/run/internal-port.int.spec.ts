import { Controller, Get, Headers, Module, Param, Req } from '@nestjs/common';
import { anyObject, defineQueryOfEach, Refusal } from '@rollcall/contracts';
import { IsOptional, IsString } from 'class-validator';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlationHeader, type InternalRequest } from '../internal-http/caller.js';
import { InternalHttpClient } from '../internal-http/internal-http-client.js';
import { QueryHandler, QueryInput } from '../internal-http/query-handler.js';
import { createLogger } from '../logging/logger.js';
import { defineService, startService, type RunningService } from './start-service.js';

class FindUser {
  @IsString() readonly id: string;
}

class FoundUser extends FindUser {
  @IsString() readonly caller: string;
  @IsOptional() @IsString() readonly traceparent?: string;
  @IsOptional() @IsString() readonly correlationId?: string;
}

class Search {
  @IsString() readonly filter: string;
}

class Found {
  @IsString() readonly asked: string;
}

const Queries = {
  find: defineQueryOfEach({ method: 'GET', path: '/internal/users/:id', request: FindUser, answer: FoundUser }),
  search: defineQueryOfEach({ method: 'POST', path: '/internal/search', request: Search, answer: Found }),
  take: defineQueryOfEach({ method: 'POST', path: '/internal/taken', answer: anyObject, idempotent: false }),
  nothing: defineQueryOfEach({ method: 'GET', path: '/internal/nothing', answer: anyObject }),
};

@Controller()
class QuestionsController {
  @QueryHandler(Queries.search)
  search(@QueryInput() { filter }: Search): Found {
    if (filter === 'odd') throw new Refusal('filter-not-supported', { filter: 'odd' });
    return filter === 'wrong' ? ({ asks: filter } as never) : { asked: filter };
  }

  @QueryHandler(Queries.take)
  taken(): object {
    throw new Refusal('user-name-taken', { userName: 'a@b.example' });
  }

  @Get('internal/users/:id')
  one(@Param('id') id: string, @Headers() headers: Record<string, string>, @Req() { caller }: InternalRequest) {
    if (id === 'lost') throw new Refusal('user-not-found', { userId: id });
    if (id === 'broken') throw new Error('select * from users where name = ann@example.com');
    if (id === 'away') throw new Error('the connection of ann@example.com is gone');
    if (id === 'slow') return new Promise(() => undefined);
    return { id, caller, traceparent: headers.traceparent, correlationId: headers[correlationHeader] };
  }
}

@Module({ controllers: [QuestionsController] })
class QuestionsModule {}

const logged: string[] = [];
const logger = createLogger('questions', { destination: { write: (line: string) => void logged.push(line) } });
const questions = defineService({
  name: 'questions',
  settings: {},
  module: () => QuestionsModule,
  bodyLimit: 1_000,
  mayAsk: (caller, method, route) => caller === 'gateway' || (method === 'POST' && route === Queries.search.path),
});
const env = { INTERNAL_PORT: '0', INTERNAL_CALLERS: 'gateway:s3cret,ops:other,gateway:its-next-secret' };

let service: RunningService;
const clients: InternalHttpClient[] = [];

function client(options: Partial<ConstructorParameters<typeof InternalHttpClient>[0]> = {}): InternalHttpClient {
  const urls = [service.internalUrl];
  const made = new InternalHttpClient({ service: 'questions', urls, caller: 'gateway', secret: 's3cret', ...options });
  clients.push(made);
  return made;
}

beforeAll(async () => {
  service = await startService(questions, env, logger);
});

afterAll(async () => {
  await Promise.all(clients.map((each) => each.close()));
  await service.close();
});

describe('the internal port', () => {
  it('answers a known caller, who says who, what trace and what correlation it is', async () => {
    const options = { correlationId: 'c-1', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    expect(await client().ask(Queries.find, { id: 'u1' }, options)).toEqual({
      id: 'u1',
      caller: 'gateway',
      ...options,
    });
    expect(await client().ask(Queries.search, { filter: 'x' })).toEqual({ asked: 'x' });
  });

  it.each([
    ['no credential', undefined],
    ['a wrong secret', `Basic ${btoa('gateway:s3creT')}`],
    ["another caller's secret", `Basic ${btoa('gateway:other')}`],
    ['another scheme', 'Bearer s3cret'],
  ])('lets nobody in with %s', async (_, authorization) => {
    const response = await fetch(`${service.internalUrl}/internal/users/u1`, {
      headers: authorization ? { authorization } : {},
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ code: 'caller-unknown', facts: {} });
  });

  it('knows a caller by either of its two secrets, so that they can change one after the other', async () => {
    expect(await client({ secret: 'its-next-secret' }).ask(Queries.find, { id: 'u1' })).toMatchObject({ id: 'u1' });
    expect(await client().ask(Queries.find, { id: 'u1' })).toMatchObject({ caller: 'gateway' });
  });

  it('answers each caller what it may ask, and nothing else', async () => {
    const other = client({ caller: 'ops', secret: 'other' });
    expect(await other.ask(Queries.search, { filter: 'x' })).toEqual({ asked: 'x' });
    await expect(other.ask(Queries.find, { id: 'u1' })).rejects.toMatchObject({ reason: 'bad-answer', status: 403 });
  });

  it.each([
    ['no credential', '', 401],
    ['the credential of somebody else', `authorization: Basic ${btoa('ops:other')}\r\n`, 403],
  ])('refuses a body that comes with %s before it is there, and hangs up', async (_, header, status) => {
    const { port } = new URL(service.internalUrl);
    const socket = connect(Number(port), '127.0.0.1');
    const answer = new Promise<string>((done) => {
      let text = '';
      socket.on('data', (bytes) => void (text += bytes.toString()));
      socket.on('close', () => done(text));
    });
    const head = 'content-type: application/json\r\ncontent-length: 900\r\n';
    socket.write(`POST /internal/taken HTTP/1.1\r\nhost: questions\r\n${header}${head}\r\n{`);
    expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('tells health and metrics to everybody', async () => {
    const live = await fetch(`${service.internalUrl}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok', checks: {} }]);
    service.frame.health.addReady('broker', () => false);
    const ready = await fetch(`${service.internalUrl}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'failing', checks: { broker: 'failing' } }]);
    const metrics = await fetch(`${service.internalUrl}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toMatch(/rollcall_internal_http_seconds_count\{.*route="\/health\/live".*\} \d/);
  });

  it('gives refusals back as refusals', async () => {
    await expect(client().ask(Queries.find, { id: 'lost' })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'user-not-found',
      facts: { userId: 'lost' },
    });
    await expect(client().ask(Queries.search, { filter: 'odd' })).rejects.toMatchObject({
      code: 'filter-not-supported',
    });
    await expect(client().ask(Queries.take, {})).rejects.toMatchObject({ code: 'user-name-taken' });
  });

  it('says of an unknown failure only the id under which it is logged', async () => {
    const headers = { authorization: `Basic ${btoa('gateway:s3cret')}` };
    const response = await fetch(`${service.internalUrl}/internal/users/broken`, { headers });
    const body = (await response.json()) as { code: string; facts: { id: string } };
    expect([response.status, body.code, Object.keys(body)]).toEqual([500, 'internal', ['code', 'facts']]);
    expect(logged.join('')).toContain(body.facts.id);
    expect(logged.join('')).not.toContain('ann@example.com');
  });

  it('says 503 where something that it needs is away: the same question can be answered later', async () => {
    service.frame.health.addSignOfAbsence((error) => error instanceof Error && error.message.endsWith('is gone'));
    const headers = { authorization: `Basic ${btoa('gateway:s3cret')}` };
    const response = await fetch(`${service.internalUrl}/internal/users/away`, { headers });
    expect([response.status, await response.json()]).toEqual([503, { code: 'unavailable', facts: {} }]);
  });

  it.each([
    ['an input that is not what the definition says', '{"filter":1}', 400, 'request-invalid'],
    ['a broken body', '{"filter":', 400, 'request-invalid'],
    ['too large a body', JSON.stringify({ filter: 'x'.repeat(2_000) }), 413, 'body-too-large'],
  ])('answers %s in its own form', async (_, body, status, code) => {
    const headers = { authorization: `Basic ${btoa('gateway:s3cret')}`, 'content-type': 'application/json' };
    const response = await fetch(`${service.internalUrl}/internal/search`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([status, { code, facts: {} }]);
  });
});

describe('the internal client', () => {
  it.each([
    ['an unknown route', Queries.nothing, {}, { reason: 'bad-answer', status: 404 }],
    ['a failure', Queries.find, { id: 'broken' }, { reason: 'bad-answer', status: 500 }],
  ])('takes %s for a service that cannot be asked', async (_, query, input, expected) => {
    await expect(client().ask<object, unknown>(query, input)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      service: 'questions',
      ...expected,
    });
  });

  it('takes an answer that is not what the definition says for none', async () => {
    await expect(client().ask(Queries.search, { filter: 'wrong' })).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      reason: 'bad-answer',
      status: 200,
    });
  });

  it('does not wait longer than its timeout, also for its turn, nor lets more wait than it may', async () => {
    const impatient = client({ timeoutMs: 50, connections: 1, maxWaiting: 1 });
    const asked = [
      impatient.ask(Queries.find, { id: 'slow' }, { timeoutMs: 100 }), // still under way when the next one gives up
      impatient.ask(Queries.find, { id: 'u1' }),
      impatient.ask(Queries.find, { id: 'u1' }),
    ];
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes).toMatchObject([
      { reason: { reason: 'timeout' } },
      { reason: { reason: 'timeout' } },
      { reason: { reason: 'busy' } },
    ]);
    expect(await impatient.ask(Queries.find, { id: 'u1' })).toMatchObject({ id: 'u1' });
  });

  it('sends calls in turns of accounts, and refuses what has no place to wait', async () => {
    const narrow = client({ connections: 1, maxWaiting: 8 });
    const answered: string[] = [];
    const ask = (accountId: string) =>
      narrow.ask(Queries.find, { id: 'u1' }, { turnOf: accountId }).then(
        () => answered.push(accountId),
        ({ reason }: { reason: string }) => answered.push(`${accountId} ${reason}`),
      );
    await Promise.all(['a', 'a', 'a', 'a', 'b', 'c'].map(ask));
    expect(answered).toEqual(['a busy', 'a', 'a', 'b', 'c', 'a']);
  });

  it('asks another instance when one cannot be reached', async () => {
    const several = client({ urls: ['http://127.0.0.1:1', service.internalUrl] });
    expect(await several.ask(Queries.find, { id: 'u1' })).toMatchObject({ id: 'u1' });
    await expect(client({ urls: ['http://127.0.0.1:1'] }).ask(Queries.nothing, {})).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  it('goes on to the instance that stands, with a call that acts too: it has reached none before', async () => {
    const away = ['http://127.0.0.1:1', 'http://127.0.0.1:2'];
    for (const urls of [
      [...away, service.internalUrl],
      [service.internalUrl, ...away],
    ]) {
      const several = client({ urls });
      for (let n = 0; n < 3; n += 1) {
        await expect(several.ask(Queries.take, {})).rejects.toMatchObject({ code: 'user-name-taken' });
      }
    }
  });

  it('serves on for DRAIN_SECONDS after it was told to stop, not ready, and its callers go elsewhere', async () => {
    const stopping = await startService(questions, { ...env, DRAIN_SECONDS: '1' }, logger);
    const both = client({ urls: [stopping.internalUrl, service.internalUrl] });
    const began = performance.now();
    const closed = stopping.close();
    expect((await fetch(`${stopping.internalUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${stopping.internalUrl}/health/live`)).headers.get('connection')).toBe('close');
    let served = 0;
    stopping.app
      .getHttpAdapter()
      .getInstance()
      .server.on('request', () => (served += 1));
    for (let n = 0; n < 6; n += 1) expect(await both.ask(Queries.find, { id: 'u1' })).toMatchObject({ id: 'u1' });
    expect(served).toBe(1);
    await closed;
    expect(performance.now() - began).toBeGreaterThan(950);
    await expect(fetch(`${stopping.internalUrl}/health/live`)).rejects.toThrow();
  });

  it('asks another instance where one is silent for half of the time, and never with a call that acts', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const urls = [`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, service.internalUrl];
    const began = performance.now();
    const reads = client({ urls, timeoutMs: 1_000 });
    expect(await reads.ask(Queries.search, { filter: 'x' })).toEqual({ asked: 'x' });
    expect(performance.now() - began).toBeGreaterThan(450);
    const acts = client({ urls, timeoutMs: 500 });
    await expect(acts.ask(Queries.take, {})).rejects.toMatchObject({ reason: 'timeout' });
    silent.close();
  });

  it('repeats a read whose connection broke, and never a call that acts', async () => {
    const { server, url, count } = await hangsUp();
    const reads = client({ urls: [url, service.internalUrl] });
    expect(await reads.ask(Queries.search, { filter: 'x' })).toEqual({ asked: 'x' });
    expect(count()).toBe(1);
    const acts = client({ urls: [url, service.internalUrl] });
    await expect(acts.ask(Queries.take, {})).rejects.toMatchObject({ reason: 'broken' });
    expect(count()).toBe(2);
    server.close();
  });

  it('tries again where one address stands for several instances, and one has gone with its connections', async () => {
    const { server, url, count } = await hangsUp(3, service.internalUrl);
    expect(await client({ urls: [url] }).ask(Queries.search, { filter: 'x' })).toEqual({ asked: 'x' });
    expect(count()).toBe(4);
    server.close();
    const gone = await hangsUp();
    await expect(client({ urls: [gone.url] }).ask(Queries.search, { filter: 'x' })).rejects.toMatchObject({
      reason: 'broken',
    });
    expect(gone.count()).toBe(4);
    gone.server.close();
  });

  it('tries again where nothing answers at the one address, with a call that acts too: it has reached none before', async () => {
    const { server, url } = await hangsUp();
    server.close();
    const asked = client({ urls: [url] }).ask(Queries.take, {});
    await pause(100); // it was refused by now
    const back = await hangsUp(0, service.internalUrl, Number(new URL(url).port));
    await expect(asked).rejects.toMatchObject({ code: 'user-name-taken' });
    back.server.close();
  });
});

/** A server that accepts requests and closes the connection without an answer; after `times`, it passes connections on. */
async function hangsUp(
  times = Number.POSITIVE_INFINITY,
  to = '',
  at = 0,
): Promise<{ server: Server; url: string; count: () => number }> {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      requests++;
      if (requests <= times) return socket.destroy();
      const { hostname, port } = new URL(to);
      const onward = connect(Number(port), hostname).on('error', () => undefined);
      onward.write(first);
      return socket.pipe(onward).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}`, count: () => requests };
}
