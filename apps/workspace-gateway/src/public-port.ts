import type { Tls, TrustedProxies } from '@rollcall/gateway-kit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger, type Logger, type Metrics } from '@rollcall/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { SessionGuard } from './auth/session-guard.js';
import { allRoutes } from './contract/all-routes.js';
import { problem } from './errors/problem-table.js';
import { ProblemsFilter } from './errors/problems.filter.js';
import { sendProblem } from './errors/send-problem.js';
import { answerBrokenHttp } from './http/broken-http.js';
import { assertJson, readJson } from './http/json-body.js';
import { RequestContext } from './http/request-context.js';
import { PublicPortModule, type RouteParts } from './public-port.module.js';
import type { RouteSettings } from './routes/serve.js';

const bodyLimit = 100_000;

export interface PublicPortParts extends RouteParts {
  readonly guard: SessionGuard;
  readonly proxies: TrustedProxies;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds from a request's arrival to its answer, everything included. */
  readonly budgetMs: number;
  readonly tls?: Tls | undefined;
}

/** The port that the product's front end and programs reach, not yet listening: the API under `/api`, and nothing else. */
export async function createPublicPort(parts: PublicPortParts): Promise<NestFastifyApplication> {
  const { logger } = parts;
  const begin = createOnRequestHook(parts);
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit,
    genReqId: () => uuidv7(),
    requestTimeout: parts.budgetMs,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1_024 },
    clientErrorHandler: answerBrokenHttp,
    // What the router itself refuses (a broken %-escape) meets no hook.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, logger),
    ...(parts.tls ? { https: parts.tls } : {}),
  });
  registerHooks(adapter.getInstance(), begin, parts.metrics);
  const app = await NestFactory.create<NestFastifyApplication>(PublicPortModule.with(parts), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemsFilter(logger));
  await app.init();
  return app;
}

type Begin = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** The first thing that happens to a request, before its body is read: it gets an id, and is let in or not. */
function createOnRequestHook({ proxies, guard, budgetMs }: PublicPortParts): Begin {
  return async (request, reply) => {
    const { headers, raw } = request;
    const address = proxies.clientAddress(raw.socket.remoteAddress, single(headers['x-forwarded-for']));
    const context = new RequestContext(request.id, address, single(headers['traceparent']), budgetMs);
    request.rollcall = context;
    reply.header('x-request-id', request.id);
    if (request.is404) throw notServed(request);
    const { contract } = request.routeOptions.config as RouteSettings;
    if (!contract) throw problem('route-unknown'); // default deny: what has no contract is not served
    context.route = contract;
    await guard.admit(request, contract);
  };
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header);

function registerHooks(server: FastifyInstance, begin: Begin, metrics: Metrics): void {
  const labels = ['method', 'route', 'status'] as const;
  const seconds = metrics.histogram('rollcall_workspace_http_seconds', 'Duration of requests of the API', labels);
  server.decorateRequest('rollcall');
  server.addHook('onRequest', begin);
  server.addHook('onResponse', (request, reply, done) => {
    const context = request.rollcall as RequestContext | undefined;
    const { method = 'other', path = 'unknown' } = context?.route ?? {};
    seconds.observe({ method, route: path, status: reply.statusCode }, (context?.elapsedMs ?? 0) / 1_000);
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => {
    try {
      assertJson(request.headers['content-type'], request.headers['content-encoding']);
      done(null, readJson(text as string)); // `parseAs` says so
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Why nothing answers here: the verb (405, with those that do), or no such place (404). */
function notServed({ url, method }: FastifyRequest): Error {
  const segments = url.replace(/\?.*$/, '').split('/');
  const fits = (path: string) => {
    const template = path.split('/');
    return template.length === segments.length && template.every((t, i) => t.startsWith(':') || t === segments[i]);
  };
  const methods = allRoutes.filter(({ path }) => fits(path)).map((route) => route.method);
  if (methods.length === 0 || methods.some((each) => each === method)) return problem('route-unknown');
  return problem('method-not-allowed', {}, { headers: { allow: [...new Set(methods)].join(', ') } });
}
