import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger, type Logger, type Telemetry } from '@rollcall/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { createBrokenHttpHandler } from '../failures/broken-http.js';
import { FailuresFilter } from '../failures/failures.filter.js';
import { FailureSender, type FailureRenderer, type RenderedFailure } from '../failures/render-failure.js';
import type { RequestContext, RequestContexts } from '../http/request-context.js';
import type { Tls } from '../http/tls-files.js';
import { AnswerInterceptor } from './answer.interceptor.js';

/** What each gateway says for itself; everything else about its port is the same. */
export interface PublicPortOptions<Rendered extends RenderedFailure = RenderedFailure> {
  /** Routes and what they ask. */
  readonly module: DynamicModule;
  readonly contexts: RequestContexts<RequestContext>;
  readonly failures: FailureRenderer<Rendered>;
  /** Of every answer and failure. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly limits: PublicPortLimits;
  readonly router: { readonly maxParamLength: number; readonly ignoreSlashes?: boolean };
  readonly tls?: Tls | undefined;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  /** Lets a request in before its body is read, or throws why not. */
  admit(this: void, request: FastifyRequest): Promise<void>;
  /** Why nothing answers at this address. */
  notServed(this: void, request: FastifyRequest): Error;
  /** Reads a body; throws why it cannot be read. */
  readBody(this: void, request: FastifyRequest, bytes: Buffer): unknown;
  /** Called before routes are registered. */
  prepare?(this: void, server: FastifyInstance): void;
  /** Called after each request that met the hooks, for records and metrics. */
  answered?(this: void, request: FastifyRequest, reply: FastifyReply): void;
  /** Called with every failure that is told. */
  failed?(this: void, request: FastifyRequest, failure: Rendered): void;
  /**
   * What the router itself refuses (a broken %-escape) meets no hook. Where this is true, `admit` and `answered` are
   * called for it all the same: who asks must be known.
   */
  readonly admitsRouterErrors?: boolean;
}

export interface PublicPortLimits {
  /** Largest body, in bytes, where a route has no limit of its own. */
  readonly bodyLimit: number;
  /** Milliseconds until a request must have arrived. */
  readonly requestTimeoutMs: number;
}

/** A port that is open to others, not yet listening: the routes of a module, and nothing else. */
export async function createPublicPort<Rendered extends RenderedFailure>(
  options: PublicPortOptions<Rendered>,
): Promise<NestFastifyApplication> {
  const { contexts, failures, headers = {}, logger } = options;
  const sender = new FailureSender(failures, headers, logger);
  const sendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    contexts.of(request); // a request that met no hook has a context too
    const failure = sender.send(error, request, reply);
    options.failed?.(request, failure);
  };
  const adapter = createAdapter(options, sendFailure);
  registerHooks(adapter.getInstance(), options);
  const app = await NestFactory.create<NestFastifyApplication>(options.module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new FailuresFilter(sendFailure));
  const statusOf = (error: unknown, { id }: FastifyRequest) => failures.render(error, id).status;
  app.useGlobalInterceptors(new AnswerInterceptor({ telemetry: options.telemetry, contexts, headers, statusOf }));
  await app.init();
  return app;
}

type SendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

function createAdapter<Rendered extends RenderedFailure>(
  options: PublicPortOptions<Rendered>,
  sendFailure: SendFailure,
): FastifyAdapter {
  const { limits, router, tls } = options;
  const slashes = router.ignoreSlashes ? { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true } : {};
  return new FastifyAdapter({
    logger: false,
    bodyLimit: limits.bodyLimit,
    genReqId: () => uuidv7(),
    requestTimeout: limits.requestTimeoutMs,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { ...slashes, maxParamLength: router.maxParamLength },
    clientErrorHandler: createBrokenHttpHandler(options.failures),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      if (!options.admitsRouterErrors) return sendFailure(error, request, reply);
      begin(request, reply, options)
        .then(() => error)
        .catch((refused: unknown) => refused)
        .then((failure) => sendFailure(failure, request, reply))
        .finally(() => options.answered?.(request, reply))
        .catch((fault: unknown) => options.logger.error('a refused request could not be answered', { error: fault }));
    },
    ...(tls ? { https: tls } : {}),
  });
}

/** The first thing that happens to a request, before its body is read: it gets an id, and is let in or not. */
async function begin<Rendered extends RenderedFailure>(
  request: FastifyRequest,
  reply: FastifyReply,
  { contexts, admit }: PublicPortOptions<Rendered>,
): Promise<void> {
  contexts.of(request);
  reply.header('x-request-id', request.id);
  await admit(request);
}

function registerHooks<Rendered extends RenderedFailure>(
  server: FastifyInstance,
  options: PublicPortOptions<Rendered>,
): void {
  const { contexts, notServed, readBody, prepare, answered } = options;
  server.decorateRequest(contexts.property);
  prepare?.(server);
  server.addHook('onRequest', async (request, reply) => {
    await begin(request, reply, options);
    // Before the body is read, since no handler would take it.
    if (request.is404) throw notServed(request);
  });
  server.addHook('onResponse', (request, reply, done) => {
    answered?.(request, reply);
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) =>
    readBody(request, bytes),
  );
}
