import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { serverLimits } from '../http/server-limits.js';
import { admitCallers, type MayAsk } from '../internal-http/admit-callers.js';
import { InternalErrorsFilter } from '../internal-http/internal-errors.filter.js';
import { NestLogger } from '../logging/nest-logger.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Server } from 'node:http';
import { closeConnectionsWhenStopping } from './close-connections.js';
import type { ServiceFrame } from './service-frame.js';

/** Callers are few and near: what takes longer to arrive is no caller. */
const requestTimeoutMs = 10_000;

/** More than all callers together have. */
const maxConnections = 5_000;

/**
 * Creates the Nest application of the internal port; it does not listen yet. Nothing of a request or its body is
 * logged.
 */
export async function createInternalApp(
  frame: ServiceFrame,
  module: DynamicModule,
  { bodyLimit, mayAsk }: { readonly bodyLimit: number; readonly mayAsk?: MayAsk | undefined },
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    logger: false,
    forceCloseConnections: 'idle',
    // While it closes, calls on connections that still stand are answered: a 503 would be an error for their callers.
    return503OnClosing: false,
    requestTimeout: requestTimeoutMs, // Fastify sets its own default otherwise
    http: serverLimits({ requestTimeoutMs }),
  });
  adapter.getHttpServer<Server>().maxConnections = maxConnections;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(frame.logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new InternalErrorsFilter(frame.logger, frame.health));
  measure(app, frame.metrics);
  admitCallers(app.getHttpAdapter().getInstance(), frame.callers, mayAsk);
  closeConnectionsWhenStopping(app.getHttpAdapter().getInstance(), frame.health);
  return app;
}

/** Measures how long internal calls take, by route template. */
function measure(app: NestFastifyApplication, metrics: Metrics): void {
  const seconds = metrics.histogram('rollcall_internal_http_seconds', 'Duration of internal HTTP calls', [
    'method',
    'route',
    'status',
  ]);
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
}
