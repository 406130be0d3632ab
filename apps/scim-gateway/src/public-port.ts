import {
  AccountLists,
  createPublicPort,
  dryRunHeader,
  dryRunIn,
  largeBytes,
  OriginReader,
  RequestContexts,
  type AccountLimits,
  type BodyBudget,
  type Tls,
  type TrustedProxies,
} from '@rollcall/gateway-kit';
import { bulkTooLarge, limits } from '@rollcall/scim';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthRegistry, Logger, Telemetry } from '@rollcall/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenGuard } from './auth/token-guard.js';
import { scimErrors, type RenderedScimError } from './errors/render-scim-error.js';
import { limitsOfBody, limitsOfGroupBody } from './http/body-limits.js';
import { readBulkBody } from './http/bulk-body.js';
import { assertJson, readJsonBody } from './http/json-body.js';
import type { LargeGroupBodies } from './http/large-group-bodies.js';
import { callOf, readingOf, ScimRequestContext } from './http/request-context.js';
import { PublicPortModule, type RouteParts } from './public-port.module.js';
import { ReadGroup } from './routes/group-body.js';
import { recordedRefusal } from './request-log/recorded-refusal.js';
import type { RequestRecorder } from './request-log/request-recorder.js';
import { withWouldChange } from './resources/would-change.js';
import { assertNoSearch, notServed, RouteTable } from './routes/route-table.js';

/** Rule 21: the largest body of a request about users, and of one about groups. */
const bodyLimit = 1_048_576;
const groupBodyLimit = 32 * bodyLimit;

const users = '/scim/v2/users';
const groups = '/scim/v2/groups';
const bulk = '/scim/v2/bulk';

export interface ScimPortParts {
  readonly routes: RouteParts;
  readonly guard: TokenGuard;
  readonly limits: AccountLimits;
  readonly recorder: RequestRecorder;
  readonly proxies: TrustedProxies;
  readonly usesHttps: boolean;
  readonly maxConnections: number;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly health: HealthRegistry;
  /** Milliseconds from a request's arrival to its answer, everything included. */
  readonly budgetMs: number;
  /** The same for writes of groups: a push of 100,000 members is one request. */
  readonly groupBudgetMs: number;
  readonly tls?: Tls | undefined;
  /** The memory for large bodies, and who reads them. */
  readonly bodyBudget: BodyBudget;
  readonly bodyTurns: AccountLists;
  readonly largeGroupBodies: LargeGroupBodies;
}

export interface ScimPort {
  readonly app: NestFastifyApplication;
  /** All routes of the port. */
  readonly routes: RouteTable;
}

/** Creates the port for identity providers: SCIM under `/scim/v2`, and nothing else. It does not listen yet. */
export async function createScimPort(parts: ScimPortParts): Promise<ScimPort> {
  const { guard, recorder, budgetMs, groupBudgetMs, logger, telemetry, health, tls } = parts;
  const routes = new RouteTable();
  const bulkParts = {
    guard,
    recorder,
    logger,
    limits: parts.limits,
    wouldBe: parts.routes.services.wouldBe,
    budgetMs: { '/Users': budgetMs, '/Groups': groupBudgetMs },
  };
  const app = await createPublicPort({
    module: PublicPortModule.with(parts.routes, bulkParts),
    contexts: contextsOf(parts),
    failures: scimErrors,
    usesHttps: parts.usesHttps,
    proxies: parts.proxies,
    limits: {
      bodyLimit,
      requestTimeoutMs: Math.max(budgetMs, groupBudgetMs),
      maxConnections: parts.maxConnections,
    },
    router: { maxParamLength: 4_096, ignoreSlashes: true, servesHead: true },
    tls,
    telemetry,
    logger,
    health,
    prepare: (server) => noteRoutes(server, routes, parts.limits),
    admit: async (request) => {
      const { headers, scim } = request;
      scim.caller = await guard.admit(headers, scim);
      assertNoSearch(request);
      if (!isWrite(request)) return;
      recorder.assertRecordable();
      scim.dryRun = dryRunIn(headers[dryRunHeader]);
    },
    tellDryRun: withWouldChange,
    accounts: { limits: parts.limits, of: ({ scim }) => scim.caller?.accountId },
    admitsRouterErrors: true,
    notServed: (request) => notServed(routes, request),
    largeBodies: {
      budget: parts.bodyBudget,
      accountOf: ({ scim }) => scim.caller?.accountId ?? '',
      turn: (request) => turnOfBody(request, parts.bodyTurns),
    },
    readBody: (request, bytes) => readBody(request, bytes, parts.largeGroupBodies),
    failed: noteRefusal,
    answering: (request) => recorder.answering(request),
    answered: (request, reply) => recorder.answered(request, reply),
  });
  return { app, routes };
}

function contextsOf({ proxies, logger, budgetMs, groupBudgetMs }: ScimPortParts): RequestContexts<ScimRequestContext> {
  const origins = new OriginReader(proxies, logger);
  return new RequestContexts('scim', (request) => {
    const isLong = isGroupWrite(request) || isBulk(request);
    return new ScimRequestContext(origins.of(request), isLong ? groupBudgetMs : budgetMs);
  });
}

/** Reads, searches by POST among them, say nothing of dry runs: a client may send its header with everything. */
const isWrite = ({ method, routeOptions: { url = '' } }: FastifyRequest) =>
  method !== 'GET' && method !== 'HEAD' && !url.toLowerCase().endsWith('/.search');

/** By its route: an address can be written in several ways. */
const isGroupWrite = (request: FastifyRequest) => isWrite(request) && isOfGroups(request.routeOptions.url ?? '');

function isOfGroups(route: string): boolean {
  const path = route.toLowerCase();
  return path.startsWith(groups) && !path.endsWith('/.search');
}

/** Whoever leaves, leaves (rule 5): whether the body does make somebody inactive is known when it is read. */
function isChangeOfUser({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return (method === 'PUT' || method === 'PATCH') && url.toLowerCase().startsWith(users);
}

const isBulk = ({ routeOptions }: FastifyRequest) => routeOptions.url?.toLowerCase() === bulk;

function noteRoutes(server: FastifyInstance, routes: RouteTable, accounts: AccountLimits): void {
  const turns = new AccountLists(bulksAtOnce, accounts, bulksWaiting);
  server.addHook('onRoute', (route) => {
    const { method, url } = route;
    if (isOfGroups(url)) route.bodyLimit = groupBodyLimit;
    if (url.toLowerCase() === bulk) {
      route.bodyLimit = limits.bulkBytes;
      route.preParsing = async (request: FastifyRequest) => takeTurnOfBulk(request, turns);
    }
    for (const each of Array.isArray(method) ? method : [method]) routes.add(url, each);
  });
}

/** Bulk requests of one account that are carried out at the same time; others wait for their turn, their bodies unread. */
const bulksAtOnce = 1;
/** So many wait for it, each in a place of the account's share; further ones are refused. */
const bulksWaiting = 2;

/** A bulk request has turns of its own: while it is carried out, it keeps no other body waiting. */
async function turnOfBody(request: FastifyRequest, turns: AccountLists): Promise<() => void> {
  const end = await turns.turn(request.scim.caller?.accountId ?? '', request.scim);
  return isBulk(request) ? end : () => undefined;
}

/** @throws ScimError where the body is announced as too large (RFC 7644 §3.7.4) */
async function takeTurnOfBulk({ headers, scim }: FastifyRequest, turns: AccountLists): Promise<undefined> {
  if (Number(headers['content-length'] ?? 0) > limits.bulkBytes) throw bulkTooLarge();
  await turns.turn(callOf({ scim }).accountId, scim);
}

/** A DELETE needs no body; whatever it has is ignored. */
async function readBody(request: FastifyRequest, bytes: Buffer, largeGroupBodies: LargeGroupBodies): Promise<unknown> {
  if (request.method === 'DELETE') return undefined;
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  assertJson(type, encoding);
  if (isBulk(request)) return readBulkBody(bytes, readingOf(request));
  const isOfGroup = isGroupWrite(request);
  if (isOfGroup && bytes.length > largeBytes) return ReadGroup.of(request, bytes, largeGroupBodies);
  const { body, password, unstorable } = readJsonBody(bytes, isOfGroup ? limitsOfGroupBody : limitsOfBody);
  if (password) request.scim.password = password;
  if (unstorable && !isChangeOfUser(request)) throw unstorable;
  request.scim.unstorable = unstorable;
  return body;
}

/** Keeps the failure for the record of the request. */
function noteRefusal({ scim }: FastifyRequest, error: RenderedScimError): void {
  if (error.code === 'account-limit') scim.floodFrom = `account ${String(scim.caller?.accountId)}`;
  scim.refusal = recordedRefusal(error);
}
