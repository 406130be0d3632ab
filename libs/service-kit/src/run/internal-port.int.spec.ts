import { Controller, Get, Headers, Module, Param, Req } from '@nestjs/common';
import { anyObject, defineQueryOfEach, Refusal, type QueryDefinition } from '@rollcall/contracts';
import { IsOptional, IsString } from 'class-validator';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlationHeader, type InternalRequest } from '../internal-http/caller.js';
import { InternalHttpClient } from '../internal-http/internal-http-client.js';
import { QueryHandler, QueryInput } from '../internal-http/query-handler.js';
import { createLogger } from '../logging/logger.js';
import { defineService, startService, type RunningService } from './start-service.js';

class Id {
  @IsString() readonly id: string;
}

/** What was answered, and what the port knew of the caller. */
class Told extends Id {
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

const find = defineQueryOfEach({ method: 'GET', path: '/internal/users/:id', request: Id, answer: Told });
const search = defineQueryOfEach({ method: 'POST', path: '/internal/search', request: Search, answer: Found });
const take = defineQueryOfEach({ method: 'POST', path: '/internal/taken', answer: anyObject, idempotent: false });

@Controller()
class QuestionsController {
  @Get(find.path)
  one(@Param('id') id: string, @Headers() headers: Record<string, string>, @Req() { caller }: InternalRequest) {
    if (id === 'lost') throw new Refusal('user-not-found', { userId: id });
    if (id === 'broken') throw new Error('select * from users where name = ann@example.com');
    if (id === 'away') throw new Error('the connection of ann@example.com is gone');
    if (id === 'slow') return new Promise(() => undefined);
    return { id, caller, traceparent: headers.traceparent, correlationId: headers[correlationHeader] };
  }

  @QueryHandler(search)
  search(@QueryInput() { filter }: Search): Found {
    if (filter === 'odd') throw new Refusal('filter-not-supported', { filter });
    return { asked: filter };
  }

  @QueryHandler(take)
  taken(): object {
    throw new Refusal('user-name-taken', { userName: 'a@b.example' });
  }
}

@Module({ controllers: [QuestionsController] })
class QuestionsModule {}

const logged: string[] = [];
const logger = createLogger('questions', { destination: { write: (line: string) => void logged.push(line) } });
const questions = defineService({ name: 'questions', settings: {}, module: () => QuestionsModule, bodyLimit: 1_000 });
const env = { INTERNAL_PORT: '0', INTERNAL_CALLERS: 'gateway:s3cret,ops:other' };

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
    expect(await client().ask(find, { id: 'u1' }, options)).toEqual({ id: 'u1', caller: 'gateway', ...options });
    expect(await client().ask(search, { filter: 'x' })).toEqual({ asked: 'x' });
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
    await expect(client().ask(find, { id: 'lost' })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'user-not-found',
      facts: { userId: 'lost' },
    });
    await expect(client().ask(search, { filter: 'odd' })).rejects.toMatchObject({
      code: 'filter-not-supported',
    });
    await expect(client().ask(take, {})).rejects.toMatchObject({ code: 'user-name-taken' });
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
    ['an unknown route', { ...find, path: '/internal/nothing/:id' }, 'u1', { reason: 'bad-answer', status: 404 }],
    ['a failure', find, 'broken', { reason: 'bad-answer', status: 500 }],
    ['an answer of another form', { ...find, answer: Found }, 'u1', { reason: 'bad-answer', status: 200 }],
  ])('takes %s for a service that cannot be asked', async (_, query: QueryDefinition<Id>, id, expected) => {
    await expect(client().ask(query, { id })).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      service: 'questions',
      ...expected,
    });
  });

  it('does not wait longer than its timeout, nor take more calls than it may', async () => {
    const impatient = client({ timeoutMs: 50, maxCalls: 1 });
    const waiting = impatient.ask(find, { id: 'slow' });
    await expect(impatient.ask(find, { id: 'u1' })).rejects.toMatchObject({ reason: 'busy' });
    await expect(waiting).rejects.toMatchObject({ reason: 'timeout' });
    expect(await impatient.ask(find, { id: 'u1' })).toMatchObject({ id: 'u1' });
  });

  it('asks another instance when one cannot be reached', async () => {
    const several = client({ urls: ['http://127.0.0.1:1', service.internalUrl] });
    expect(await several.ask(find, { id: 'u1' })).toMatchObject({ id: 'u1' });
    await expect(client({ urls: ['http://127.0.0.1:1'] }).ask(find, { id: 'u1' })).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  it('repeats a read whose connection broke, and never a call that acts', async () => {
    const { server, url, count } = await hangsUp();
    const reads = client({ urls: [url, service.internalUrl] });
    expect(await reads.ask(search, { filter: 'x' })).toEqual({ asked: 'x' });
    expect(count()).toBe(1);
    const acts = client({ urls: [url, service.internalUrl] });
    await expect(acts.ask(take, {})).rejects.toMatchObject({ reason: 'broken' });
    expect(count()).toBe(2);
    server.close();
  });
});

/** A server that takes a request and closes the connection instead of answering. */
async function hangsUp(): Promise<{ server: Server; url: string; count: () => number }> {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      requests++;
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}`, count: () => requests };
}
