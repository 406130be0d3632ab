import type { Tls, TrustedProxies } from '@rollcall/gateway-kit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger, type Logger } from '@rollcall/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { TokenGuard } from './auth/token-guard.js';
import { ScimErrorsFilter } from './errors/scim-errors.filter.js';
import { sendFailure } from './errors/send-failure.js';
import { answerBrokenHttp } from './http/broken-http.js';
import { assertJson, readJsonBody } from './http/json-body.js';
import { RequestContext } from './http/request-context.js';
import { PublicPortModule, type RouteParts } from './public-port.module.js';
import type { RequestRecorder } from './requests/request-recorder.js';
import { notServed, RouteTable } from './routes/route-table.js';

/** Rule 21: how large a request about users may be, and one about groups. */
const bodyLimit = 1_048_576;
const groupBodyLimit = 32 * bodyLimit;

const groups = '/scim/v2/groups';

export interface PublicPortParts extends RouteParts {
  readonly guard: TokenGuard;
  readonly recorder: RequestRecorder;
  readonly proxies: TrustedProxies;
  readonly logger: Logger;
  /** Milliseconds from a request's arrival to its answer, everything included. */
  readonly budgetMs: number;
  /** The same for writes of groups: a push of 100,000 members is one request. */
  readonly groupBudgetMs: number;
  readonly tls?: Tls | undefined;
}

export interface PublicPort {
  readonly app: NestFastifyApplication;
  /** Everything that it serves. */
  readonly routes: RouteTable;
}

/** The port that identity providers reach, not yet listening: SCIM under `/scim/v2`, and nothing else. */
export async function createPublicPort(parts: PublicPortParts): Promise<PublicPort> {
  const { logger } = parts;
  const routes = new RouteTable();
  const begin = createOnRequestHook(parts);
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit,
    genReqId: () => uuidv7(),
    requestTimeout: Math.max(parts.budgetMs, parts.groupBudgetMs),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 4_096 },
    clientErrorHandler: answerBrokenHttp,
    // What the router itself refuses (a broken %-escape) meets no hook: who asks must be known all the same.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      begin(request, reply)
        .then(() => error)
        .catch((refused: unknown) => refused)
        .then((failure) => sendFailure(failure, request, reply, logger))
        .finally(() => parts.recorder.answered(request, reply))
        .catch((fault: unknown) => logger.error('a refused request could not be answered', { error: fault }));
    },
    ...(parts.tls ? { https: parts.tls } : {}),
  });
  registerHooks(adapter.getInstance(), begin, routes, parts.recorder);
  const app = await NestFactory.create<NestFastifyApplication>(PublicPortModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ScimErrorsFilter(logger));
  await app.init();
  return { app, routes };
}

type Begin = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** The first thing that happens to a request, before its body is read: it gets an id, and is let in or not. */
function createOnRequestHook({ proxies, guard, budgetMs, groupBudgetMs }: PublicPortParts): Begin {
  return async (request, reply) => {
    const isGroupWrite = request.method !== 'GET' && request.url.toLowerCase().startsWith(groups);
    const { headers, raw } = request;
    const address = proxies.clientAddress(raw.socket.remoteAddress, single(headers['x-forwarded-for']));
    request.scim = new RequestContext(
      request.id,
      address,
      single(headers['traceparent']),
      isGroupWrite ? groupBudgetMs : budgetMs,
    );
    reply.header('x-request-id', request.id);
    request.scim.caller = await guard.admit(headers.authorization, request.scim);
  };
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header);

function registerHooks(server: FastifyInstance, begin: Begin, routes: RouteTable, recorder: RequestRecorder): void {
  server.decorateRequest('scim');
  server.addHook('onRoute', (route) => {
    const { method, url } = route;
    if (url.toLowerCase().startsWith(groups)) route.bodyLimit = groupBodyLimit;
    for (const each of Array.isArray(method) ? method : [method]) routes.add(url, each);
  });
  server.addHook('onRequest', async (request, reply) => {
    await begin(request, reply);
    // Before the body is read: whatever it is, nobody is there to take it.
    if (request.is404) throw notServed(routes, request);
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (request.scim as unknown) recorder.answered(request, reply);
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, parseBody);
}

/** A DELETE needs no body, and whatever its body is does not matter. */
async function parseBody(request: FastifyRequest, bytes: Buffer): Promise<unknown> {
  if (request.method === 'DELETE') return undefined;
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  assertJson(type, encoding);
  const { body, password } = await readJsonBody(bytes);
  if (password) request.scim.password = password;
  return body;
}
