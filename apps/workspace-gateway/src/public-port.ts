import {
  createPublicPort,
  dryRunHeader,
  dryRunIn,
  OriginReader,
  recordedFacts,
  RequestContexts,
  type AccountLimits,
  type Failure,
  type RenderedFailure,
  type Tls,
  type TrustedProxies,
} from '@rollcall/gateway-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthRegistry, Logger, Metrics, Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionGuard } from './auth/session-guard.js';
import type { ConsoleFiles } from './console/console-files.js';
import { serveConsole, type ConsoleRouteSettings } from './console/serve-console.js';
import { allRoutes } from './contract/all-routes.js';
import { problem } from './errors/problem-table.js';
import { problems } from './errors/render-problem.js';
import { assertJson, readJson } from './http/json-body.js';
import { accountOf, requesterOf, WorkspaceRequestContext } from './http/request-context.js';
import { PublicPortModule, type RouteParts } from './public-port.module.js';
import type { RequestRecorder } from './request-log/request-recorder.js';
import type { RouteSettings } from './routes/serve.js';

export interface WorkspacePortParts {
  readonly routes: RouteParts;
  readonly guard: SessionGuard;
  readonly limits: AccountLimits;
  readonly recorder: RequestRecorder;
  readonly proxies: TrustedProxies;
  readonly usesHttps: boolean;
  readonly maxConnections: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly telemetry: Telemetry;
  readonly health: HealthRegistry;
  /** Milliseconds from a request's arrival to its answer, everything included. */
  readonly budgetMs: number;
  readonly tls?: Tls | undefined;
  readonly consoleFiles: ConsoleFiles;
}

/**
 * Creates the port for browsers and programs: the API under `/api`, the console under `/console/`, and nothing else. It does
 * not listen yet.
 */
export function createWorkspacePort(parts: WorkspacePortParts): Promise<NestFastifyApplication> {
  const { guard, recorder, proxies, budgetMs, metrics, telemetry, logger, health, tls } = parts;
  const origins = new OriginReader(proxies, logger);
  const measure = measuring(metrics);
  return createPublicPort({
    module: PublicPortModule.with(parts.routes),
    contexts: new RequestContexts('rollcall', (request) => {
      return new WorkspaceRequestContext(origins.of(request), budgetMs);
    }),
    failures: problems,
    usesHttps: parts.usesHttps,
    proxies,
    limits: { bodyLimit: 100_000, requestTimeoutMs: budgetMs, maxConnections: parts.maxConnections },
    router: { maxParamLength: 1_024 },
    tls,
    telemetry,
    logger,
    health,
    admit: (request) => admit(request, guard, recorder),
    tellDryRun: (body, wouldChange) => ({ ...body, wouldChange }),
    accounts: { limits: parts.limits, of: accountOf, requesterOf },
    notServed,
    prepare: (server, sendFailure) => serveConsole(server, parts.consoleFiles, sendFailure),
    compresses: ({ rollcall }) => rollcall.route?.compressed === true,
    readBody,
    failed: noteRefusal,
    answering: (request, reply) => recorder.answering(request, reply),
    answered: (request, reply) => {
      measure(request, reply);
      recorder.answered(request, reply);
    },
  });
}

async function admit(request: FastifyRequest, guard: SessionGuard, recorder: RequestRecorder): Promise<void> {
  if (request.is404) throw notServed(request); // unknown routes are answered without a session: they are no secret
  const { contract, isConsole } = request.routeOptions.config as RouteSettings & ConsoleRouteSettings;
  if (isConsole) return guard.countFile(request);
  if (!contract) throw problem('route-unknown'); // default deny: a route without contract is not served
  request.rollcall.route = contract;
  await guard.admit(request, contract);
  if (contract.method === 'GET') return; // a client may send the header with everything
  recorder.assertRecordable();
  const dryRun = dryRunIn(request.headers[dryRunHeader]);
  if (dryRun && contract.dryRun !== true) throw problem('dry-run-unsupported');
  request.rollcall.dryRun = dryRun;
}

/** Keeps the failure for the record of the request. */
function noteRefusal({ rollcall }: FastifyRequest, { code, outcomeUnknown, facts }: RenderedFailure): void {
  const recorded = recordedFacts(facts);
  rollcall.refusal = { code, ...(outcomeUnknown ? { outcomeUnknown } : {}), ...(recorded ? { facts: recorded } : {}) };
}

/** Many programs name a type with every request: an empty body is none, whatever its type. */
function readBody({ headers }: FastifyRequest, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  assertJson(headers['content-type'], headers['content-encoding']);
  return readJson(bytes);
}

function measuring(metrics: Metrics) {
  const labels = ['method', 'route', 'status'] as const;
  const seconds = metrics.histogram('rollcall_workspace_http_seconds', 'Duration of requests of the API', labels);
  return ({ rollcall }: FastifyRequest, reply: FastifyReply) => {
    if (rollcall.route?.frames && reply.statusCode === 200) return; // it took as long as its client listened
    const { method = 'other', path = 'unknown' } = rollcall.route ?? {};
    seconds.observe({ method, route: path, status: reply.statusCode }, rollcall.elapsedMs / 1_000);
  };
}

/** Why a request has no route: the method (405, with the allowed ones), or an unknown path (404). */
function notServed({ url, method }: FastifyRequest): Failure {
  const segments = url.replace(/\?.*$/, '').split('/');
  const fits = (path: string) => {
    const template = path.split('/');
    return template.length === segments.length && template.every((t, i) => t.startsWith(':') || t === segments[i]);
  };
  const methods = allRoutes.filter(({ path }) => fits(path)).map((route) => route.method);
  if (methods.length === 0 || methods.some((each) => each === method)) return problem('route-unknown');
  return problem('method-not-allowed', {}, { headers: { allow: [...new Set(methods)].join(', ') } });
}
