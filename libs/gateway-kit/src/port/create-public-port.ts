import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { WouldChange } from '@rollcall/contracts';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  closeConnectionsWhenStopping,
  NestLogger,
  serverLimits,
  type HealthRegistry,
  type Logger,
  type Telemetry,
} from '@rollcall/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Server } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { takeBody, type BodyOptions } from '../bodies/take-body.js';
import { createBrokenHttpHandler } from '../failures/broken-http.js';
import { failureOf, type FailureCode } from '../failures/failure-of.js';
import { FailuresFilter } from '../failures/failures.filter.js';
import { FailureSender, type FailureRenderer, type RenderedFailure } from '../failures/render-failure.js';
import { codingFor, compressed } from '../http/compression.js';
import { setDryRunHeaders } from '../http/dry-run.js';
import type { RequestContext, RequestContexts } from '../http/request-context.js';
import type { Tls } from '../http/tls-files.js';
import type { TrustedProxies } from '../http/trusted-proxies.js';
import type { AccountLimits, Requester } from '../limits/account-limits.js';
import { AnswerAdapter } from './answer-adapter.js';
import { isProxy, shareConnections } from './connection-shares.js';
import { assertOneHost } from './one-host.js';
import { Hold } from './hold.js';
import { pipelinedTurn } from './pipelined-turn.js';
import { beginSpan, endSpan } from './request-span.js';
import { securityHeaders } from './security-headers.js';
import { refuseSlowBodies } from './slow-bodies.js';
import { closeUnread } from './unread-answers.js';
import { isBodyUnderWay, UnreadBodies } from './unread-bodies.js';

/** The parts of a public port in which gateways differ. */
export interface PublicPortOptions<Rendered extends RenderedFailure = RenderedFailure> extends BodyOptions {
  /** The module with the gateway's routes. */
  readonly module: DynamicModule;
  readonly contexts: RequestContexts<RequestContext>;
  readonly failures: FailureRenderer<Rendered>;
  /** Whether clients reach the port over HTTPS only: by its own TLS, or by a proxy at an https address. */
  readonly usesHttps: boolean;
  readonly limits: PublicPortLimits;
  /** Those of whom connections may be of anybody. */
  readonly proxies: TrustedProxies;
  readonly router: {
    readonly maxParamLength: number;
    readonly ignoreSlashes?: boolean;
    /** Whether every GET is answered to HEAD too, without its body (RFC 9110 §9.3.2). */
    readonly servesHead?: boolean;
  };
  readonly tls?: Tls | undefined;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  /** Says when the process is stopping. */
  readonly health: HealthRegistry;
  /** Admits a request before its body is read, or throws the failure. */
  admit(this: void, request: FastifyRequest): Promise<void>;
  readonly accounts: {
    readonly limits: AccountLimits;
    /** The account of an admitted request; undefined where it has none. */
    of(this: void, request: FastifyRequest): string | undefined;
    /** Whose request it is, where an account's requests are of many: each has a part of its places. */
    requesterOf?(this: void, request: FastifyRequest): Requester | undefined;
  };
  /** The error for an address without route. */
  notServed(this: void, request: FastifyRequest): Error;
  /** The body of a dry run's answer, with what would change in it. Not called for texts and streams, whose writers say it themselves. */
  tellDryRun(this: void, body: object, wouldChange: WouldChange): object;
  /**
   * Called before the module's routes are registered.
   * @param sendFailure for routes that are none of the module: those need an `errorHandler` of their own
   */
  prepare?(this: void, server: FastifyInstance, sendFailure: SendFailure): void;
  /** Whether the answer to a request may be compressed: it holds no secret. Default: none may. */
  compresses?(this: void, request: FastifyRequest): boolean;
  /** Called before the answer to a request leaves, once or more often. */
  answering?(this: void, request: FastifyRequest, reply: FastifyReply): void;
  /** Called after each request that reached the hooks, for records and metrics. */
  answered?(this: void, request: FastifyRequest, reply: FastifyReply): void;
  /** Called with every failure that is sent to a client. */
  failed?(this: void, request: FastifyRequest, failure: Rendered): void;
  /**
   * Fastify calls no hooks for what its router refuses (an invalid percent-encoding). `answering` and `answered` are called for those
   * requests too; where this is true, so is `admit`, because records must name the client.
   */
  readonly admitsRouterErrors?: boolean;
}

export interface PublicPortLimits {
  /** Largest body, in bytes, for routes without a limit of their own. */
  readonly bodyLimit: number;
  /** Milliseconds within which a request must have arrived completely; its context may allow less. */
  readonly requestTimeoutMs: number;
  /** Further connections are closed at once. One network has half of them at most. */
  readonly maxConnections: number;
}

/** Creates a public port with the routes of a module only; it does not listen yet. */
export async function createPublicPort<Rendered extends RenderedFailure>(
  options: PublicPortOptions<Rendered>,
): Promise<NestFastifyApplication> {
  const { contexts, failures, logger } = options;
  const headers = securityHeaders(options.usesHttps);
  const sender = new FailureSender(failures, headers, logger);
  const unread = new UnreadBodies();
  const endUnread = ({ raw }: FastifyRequest, reply: FastifyReply) => {
    if (!isBodyUnderWay(raw)) return;
    reply.header('connection', 'close');
    unread.closeAfter(raw);
  };
  const sendNow = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { span } = contexts.of(request);
    endUnread(request, reply);
    const failure = sender.send(error, request, reply);
    if (failure.status >= 500) span?.fail(error); // OpenTelemetry leaves a server's span unset for 4xx
    options.failed?.(request, failure);
  };
  const sendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    contexts.of(request); // creates the context of a request that reached no hook
    const { code, options: about } = failureOf(error);
    if (!ofLoad.has(code) && !about.withoutCredential) return sendNow(error, request, reply);
    // Requests without an account, such as attempts to sign in, count as those of one account, and strangers' as those of another.
    const whose = about.withoutCredential ? 'strangers' : (options.accounts.of(request) ?? '');
    options.accounts.limits.refuse(whose, () => sendNow(error, request, reply));
  };
  const adapter = createAdapter(options, headers, sendNow);
  options.prepare?.(adapter.getInstance(), sendFailure);
  registerHooks(adapter.getInstance(), options, { headers, endUnread });
  refuseSlowBodies(adapter.getInstance(), contexts, sendFailure);
  const app = await NestFactory.create<NestFastifyApplication>(options.module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new FailuresFilter(sendFailure));
  await app.init();
  return app;
}

/** Failures of a client that sends more than is answered. */
const ofLoad: ReadonlySet<string> = new Set<FailureCode>(['account-limit', 'overload', 'passwords-overload']);

const isDocument = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !(body instanceof Readable);

/** Sends the failure that an error is. */
export type SendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

function createAdapter<Rendered extends RenderedFailure>(
  options: PublicPortOptions<Rendered>,
  headers: Readonly<Record<string, string>>,
  sendNow: SendFailure,
): FastifyAdapter {
  const { limits, router, tls } = options;
  const ofServer = { ...serverLimits(limits), requireHostHeader: false }; // `assertOneHost` refuses in the protocol's form
  const slashes = router.ignoreSlashes ? { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true } : {};
  const server: FastifyServerOptions = {
    logger: false,
    bodyLimit: limits.bodyLimit,
    genReqId: () => uuidv7(),
    requestTimeout: limits.requestTimeoutMs,
    exposeHeadRoutes: router.servesHead === true,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { ...slashes, maxParamLength: router.maxParamLength },
    clientErrorHandler: createBrokenHttpHandler(options.failures, headers),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-request-id', request.id);
      const admitted = options.admitsRouterErrors ? begin(request, reply, options) : Promise.resolve();
      admitted
        .then(() => error)
        .catch((refused: unknown) => refused)
        .then((failure) => {
          options.contexts.of(request); // creates the context of a request that reached no hook
          options.answering?.(request, reply);
          sendNow(failure, request, reply); // recorded at once, so never sent later
        })
        .finally(() => {
          options.contexts.of(request).hold?.answered();
          options.answered?.(request, reply);
        })
        .catch((fault: unknown) => options.logger.error('a refused request could not be answered', { error: fault }));
    },
  };
  const adapter = new AnswerAdapter({ ...server, ...(tls ? { https: { ...ofServer, ...tls } } : { http: ofServer }) });
  adapter.finished = (body, request) => {
    const { dryRun } = options.contexts.of(request);
    return dryRun?.wouldChange && isDocument(body) ? options.tellDryRun(body, dryRun.wouldChange) : body;
  };
  const httpServer = adapter.getHttpServer<Server>();
  httpServer.maxConnections = limits.maxConnections;
  shareConnections(httpServer, limits.maxConnections, isProxy(options.proxies));
  // An expectation other than 100-continue is ignored (RFC 9110 §10.1.1): Node's own 417 would be without our headers.
  httpServer.on('checkExpectation', (request, response) => void httpServer.emit('request', request, response));
  return adapter;
}

/**
 * The first hook of a request, before its body is read: it creates the context, admits the request, and counts it in its
 * account's share, or throws.
 */
async function begin<Rendered extends RenderedFailure>(
  request: FastifyRequest,
  reply: FastifyReply,
  { contexts, admit, accounts }: PublicPortOptions<Rendered>,
): Promise<void> {
  const context = contexts.of(request);
  reply.header('x-request-id', request.id);
  assertOneHost(request.raw);
  const hold = new Hold({ response: reply.raw, socket: request.raw.socket }, context);
  await pipelinedTurn(reply.raw, request.raw.socket, hold);
  await admit(request);
  const account = accounts.of(request);
  if (account === undefined) return;
  const requester = accounts.requesterOf?.(request);
  await accounts.limits.enter(account, hold, requester);
  hold.untilOver(() => accounts.limits.leave(account, requester));
  context.hold = hold;
}

/** The answer as the client takes it; caches must know that it may differ (RFC 9110 §12.5.5). */
async function compress(request: FastifyRequest, reply: FastifyReply, text: string): Promise<string | Buffer> {
  reply.header('vary', 'accept-encoding');
  const coding = codingFor(request.headers['accept-encoding']);
  const body = await compressed(text, coding);
  if (body === undefined) return text;
  reply.header('content-encoding', coding);
  reply.removeHeader('content-length');
  return body;
}

function registerHooks<Rendered extends RenderedFailure>(
  server: FastifyInstance,
  options: PublicPortOptions<Rendered>,
  {
    headers,
    endUnread,
  }: {
    readonly headers: Readonly<Record<string, string>>;
    readonly endUnread: (request: FastifyRequest, reply: FastifyReply) => void;
  },
): void {
  const { contexts, notServed, answered, telemetry } = options;
  server.decorateRequest(contexts.property);
  closeConnectionsWhenStopping(server, options.health);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    await begin(request, reply, options);
    // An unknown address is refused before the body is read.
    if (request.is404) throw notServed(request);
  });
  server.addHook('preHandler', (request, _reply, done) => {
    beginSpan(telemetry, request, contexts.of(request));
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    const { hold, dryRun } = contexts.of(request);
    hold?.answered();
    closeUnread(reply.raw);
    endUnread(request, reply); // a success too: a GET needs no body, whatever comes with it
    options.answering?.(request, reply);
    if (dryRun) setDryRunHeaders(reply, dryRun, payload);
    if (typeof payload !== 'string' || reply.statusCode !== 200 || options.compresses?.(request) !== true)
      return done(null, payload);
    compress(request, reply, payload).then((sent) => done(null, sent), done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    endSpan(contexts.of(request), reply);
    answered?.(request, reply);
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    takeBody(request, payload, options),
  );
}
