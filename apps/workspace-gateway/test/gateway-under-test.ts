import { SessionQueries, TokenSigner, type Actor, type WorkspaceRequest } from '@rollcall/contracts';
import {
  AccountLimits,
  PasswordHasher,
  RetryKey,
  SourceLimiter,
  TrustedProxies,
  type AccountLimitOptions,
} from '@rollcall/gateway-kit';
import { RequestRecorder } from '../src/request-log/request-recorder.js';
import { createLogger, HealthRegistry, Metrics, Telemetry } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeEach } from 'vitest';
import { AuditTokens } from '../src/auth/audit-tokens.js';
import { CookieSecurity } from '../src/auth/cookie-security.js';
import { SessionCookie } from '../src/auth/session-credential.js';
import { SetupSecret } from '../src/auth/setup-secret.js';
import { SessionGuard } from '../src/auth/session-guard.js';
import { SessionTokens } from '../src/auth/session-tokens.js';
import type { Rights } from '../src/auth/permissions.js';
import { Links } from '../src/resources/password-link.js';
import { ScimAddress } from '../src/routes/scim.controller.js';
import { HintStreams } from '../src/hints/hint-streams.js';
import { FakeTopics } from './fake-topics.js';
import type { StreamLimits } from '../src/hints/stream-places.js';
import { DeviceCookie } from '../src/auth/device-cookie.js';
import { createWorkspacePort } from '../src/public-port.js';
import { FakeServices, type SentCommand } from './fake-services.js';
import { FakeSessions, signingKey, tokenOf, userId, accountId } from './fake-sessions.js';

export { accountId, deviceToken, newTestToken, sessionId, tokenOf, userId } from './fake-sessions.js';

/** Whom the sessions of the tests belong to, as the actor of a command. */
export const ann: Actor = { kind: 'admin', id: userId };

/** The secret of the installation. */
export const setupSecret = 'secret-of-this-installation';

/** A key of now, for `Idempotency-Key`. */
export const newKey = () => uuidv7();

/** A command as it is sent in the session of the tests; `key` is the request's `Idempotency-Key`, of the route `of`. */
export function byAnn(
  definition: unknown,
  input: unknown,
  retried?: { readonly key: string; readonly of: string },
): SentCommand {
  const id = retried && RetryKey.of(retried.key, `${userId} ${retried.of}`, undefined).commandId(0);
  return { definition, input, accountId, actor: ann, ...(id === undefined ? {} : { commandId: id }) };
}

export interface Checked {
  readonly method?: string;
  readonly as?: Rights;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const generous: AccountLimitOptions = {
  accountRequests: 1_000,
  accountQueue: 0,
  accountBurst: 10_000,
  accountRequestsPerSecond: 1_000,
};

/** The gateway of all tests of a file: it forgets before each what the one before has told it, and closes after the last. */
export async function sharedGateway(...how: Parameters<typeof startGateway>): ReturnType<typeof startGateway> {
  const gateway = await startGateway(...how);
  beforeEach(() => gateway.forget());
  afterAll(() => gateway.close());
  return gateway;
}

export interface TestOptions {
  readonly signInBurst?: number;
  readonly requestBurst?: number;
  readonly telemetry?: Telemetry;
  readonly usesHttps?: boolean;
  readonly trustedProxies?: readonly string[];
  readonly budgetMs?: number;
  readonly refusesWrites?: boolean;
  readonly setupSecret?: string | undefined;
  readonly limits?: Partial<AccountLimitOptions>;
  readonly streams?: Partial<StreamLimits>;
  readonly checkEveryMs?: number;
}

/** The public port over real HTTP. Sessions are there; of other services, what a spec says, and `failure` for the rest. */
export async function startGateway(failure: Error, options: TestOptions = {}) {
  const [sessions, services, topics] = [new FakeSessions(), new FakeServices(failure), new FakeTopics()];
  /** As at the start, for the next test: the port stays open. */
  const forget = () => {
    services.forget();
    sessions.answerIn(services);
  };
  forget();
  const logged: string[] = [];
  const records: WorkspaceRequest[] = [];
  const hints = new HintStreams({
    limits: { session: 100, person: 100, account: 100, instance: 100, ...options.streams },
    build: 'build-of-the-tests',
    source: (listener) => topics.heardBy(listener),
    ...(options.checkEveryMs === undefined ? {} : { checkEveryMs: options.checkEveryMs }),
  });
  const app = await createWorkspacePort({
    ...doorsOf(services, hints, options),
    limits: new AccountLimits({ ...generous, ...options.limits }),
    recorder: new RequestRecorder({
      refusesWrites: options.refusesWrites ?? false,
      answering: () => undefined,
      write: (record) => void records.push(record),
    }),
    maxConnections: 1_000,
    metrics: new Metrics('workspace-gateway', { processMetrics: false }),
    health: new HealthRegistry(),
    telemetry: options.telemetry ?? Telemetry.off(),
    budgetMs: options.budgetMs ?? 10_000,
    logger: createLogger('workspace-gateway', {
      level: 'trace',
      destination: { write: (line) => void logged.push(line) },
    }),
    consoleFiles: new Map(),
  });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const close = async () => {
    await hints.close();
    await app.close();
  };
  const ask = (path: string, checked?: Checked) => askAt(url + path, checked);
  const asked = () => services.asked.filter(([definition]) => !ofSessions.includes(definition));
  return { url, ask, asked, sent: services.sent, services, forget, sessions, records, logged, topics, hints, close };
}

/** What is asked for every request, about its session. */
const ofSessions: readonly unknown[] = [SessionQueries.check, SessionQueries.signingKey];

/** The routes, and who guards them. */
function doorsOf(services: FakeServices, hints: HintStreams, options: TestOptions) {
  const { usesHttps = false } = options;
  const proxies = TrustedProxies.of(options.trustedProxies ?? []);
  const security = new CookieSecurity(usesHttps, proxies);
  const [cookie, deviceCookie] = [new SessionCookie(security), new DeviceCookie(security)];
  const requests = new SourceLimiter(options.requestBurst ?? 10_000);
  const { queries } = services;
  return {
    routes: {
      services,
      passwords: new PasswordHasher(64),
      cookie,
      deviceCookie,
      links: new Links({ linkMs: 60_000, invitationMs: 120_000 }, 'https://acme.example/'),
      scimAddress: new ScimAddress('https://acme.example/scim/v2'),
      setupSecret: new SetupSecret('setupSecret' in options ? options.setupSecret : setupSecret),
      signIns: new SourceLimiter(options.signInBurst ?? 10_000),
      hints,
    },
    guard: new SessionGuard({
      queries,
      cookie,
      deviceCookie,
      tokens: new SessionTokens(queries),
      auditTokens: new AuditTokens({ queries, signer: new TokenSigner([signingKey]), requests }),
      requests,
      ownOrigin: undefined,
      confirmedForMs: 600_000,
    }),
    proxies,
    usesHttps,
  };
}

async function askAt(url: string, { method = 'GET', as, body, headers: more }: Checked = {}) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${tokenOf(as)}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  const goesOn = type.startsWith('text/event-stream');
  if (goesOn) await response.body?.cancel();
  const text = goesOn ? '' : await response.text();
  const json = /[/+]json/.test(type) ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status, headers, text, json };
}
