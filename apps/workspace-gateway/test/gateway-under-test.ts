import {
  digestOf,
  newSessionToken,
  newTokenBody,
  signedDeviceToken,
  signedToken,
  SessionQueries,
  TokenSigner,
  type Actor,
  type TokenPurpose,
  type SessionVerdict,
  type SessionView,
  type SignInOutcome,
  type StartSession,
  type WorkspaceRequest,
} from '@rollcall/contracts';
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

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const userId = '01890a5d-ac96-774b-bcce-b302099a8058';

/** The session of the tests. */
export const sessionId = '01890a5d-ac96-774b-bcce-b302099a8066';

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

const signingKey = 'key of the tests';

/** A token that nobody knows yet, signed with this key. */
export function newTestToken(purpose: TokenPurpose, key = signingKey): string {
  const body = newTokenBody(purpose);
  return signedToken(body, new TokenSigner([key]).sign(digestOf(body)));
}

/** What a browser keeps in which somebody has signed in before. */
export const deviceToken = (key = signingKey): string => signedDeviceToken('A'.repeat(72), new TokenSigner([key]));

/** The token of the session of somebody whose type gives these rights; of a session that is none, by another name. */
export const tokenOf = (rights: Rights | 'nobody') =>
  newSessionToken(new TokenSigner([signingKey]), Buffer.from(rights.padEnd(32)));

function sessionOf(rights: Rights): SessionView {
  const times = { startedAt: '2026-03-01T10:00:00.000Z', expiresAt: '2026-03-01T22:00:00.000Z' };
  const account = { accountId, accountSlug: 'acme', accountName: 'Acme' };
  const confirmedAt = new Date().toISOString();
  return {
    ...account,
    userId,
    userName: 'ann@acme.example',
    userType: rights,
    rights,
    ...times,
    sessionId,
    confirmedAt,
  };
}

/** Everybody of `tokenOf` is signed in; with the password "right" everybody can. */
class FakeSessions {
  readonly started: StartSession[] = [];
  readonly ended: string[] = [];
  failWith: Error | undefined;

  start(question: StartSession): SignInOutcome {
    this.started.push(question);
    if (question.password === 'too often') return { signedIn: false, retryAfterS: 7 };
    if (question.password !== 'right') return { signedIn: false };
    const { userName } = question;
    const at = '2026-03-01T10:00:00.000Z';
    const who = { id: userId, accountId, version: 1, userName, userType: 'admin', active: true } as const;
    const user = { ...who, managedBy: 'workspace', profile: {}, createdAt: at, updatedAt: at } as const;
    const expiresAt = '2026-03-01T22:00:00.000Z';
    const ofDevice = question.deviceToken === undefined ? { deviceToken: 'device-of-ann' } : {};
    return { signedIn: true, session: { token: tokenOf('admin'), expiresAt, user, ...ofDevice } };
  }

  /** When the password of every session was given last, if it was long ago. */
  confirmedAt: string | undefined;

  check(token: string): SessionVerdict {
    if (this.failWith) throw this.failWith;
    const rights = (['admin', 'member', 'viewer', 'guest'] as const).find((each) => tokenOf(each) === token);
    if (!rights) return { works: false };
    const { confirmedAt } = this;
    return { works: true, session: { ...sessionOf(rights), ...(confirmedAt === undefined ? {} : { confirmedAt }) } };
  }

  end(token: string): object {
    this.ended.push(token);
    return {};
  }
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

/** The public port over real HTTP. Sessions are there; of other services, what a spec says, and `failure` for the rest. */
export async function startGateway(
  failure: Error,
  options: {
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
  } = {},
) {
  const sessions = new FakeSessions();
  const services = new FakeServices(failure);
  /** As at the start, for the next test: the port stays open. */
  const forget = () => {
    services.forget();
    services.answerBy(SessionQueries.start, (input) => sessions.start(input));
    services.answer(SessionQueries.signingKey, { key: signingKey });
    services.answerBy(SessionQueries.check, ({ token }) => sessions.check(token));
    services.answerBy(SessionQueries.end, ({ token }) => sessions.end(token));
  };
  forget();
  const logged: string[] = [];
  const health = new HealthRegistry();
  const logger = createLogger('workspace-gateway', {
    level: 'trace',
    destination: { write: (line) => void logged.push(line) },
  });
  const records: WorkspaceRequest[] = [];
  const { usesHttps = false } = options;
  const proxies = TrustedProxies.of(options.trustedProxies ?? []);
  const cookieSecurity = new CookieSecurity(usesHttps, proxies);
  const cookie = new SessionCookie(cookieSecurity);
  const topics = new FakeTopics();
  const hints = new HintStreams({
    limits: { session: 100, person: 100, account: 100, instance: 100, ...options.streams },
    build: 'build-of-the-tests',
    source: (listener) => topics.heardBy(listener),
    ...(options.checkEveryMs === undefined ? {} : { checkEveryMs: options.checkEveryMs }),
  });
  const requests = new SourceLimiter(options.requestBurst ?? 10_000);
  const app = await createWorkspacePort({
    routes: {
      services,
      passwords: new PasswordHasher(64),
      cookie,
      deviceCookie: new DeviceCookie(cookieSecurity),
      links: new Links({ linkMs: 60_000, invitationMs: 120_000 }, 'https://acme.example/'),
      scimAddress: new ScimAddress('https://acme.example/scim/v2'),
      setupSecret: new SetupSecret('setupSecret' in options ? options.setupSecret : setupSecret),
      signIns: new SourceLimiter(options.signInBurst ?? 10_000),
      hints,
    },
    guard: new SessionGuard({
      queries: services.queries,
      cookie,
      deviceCookie: new DeviceCookie(cookieSecurity),
      tokens: new SessionTokens(services.queries),
      auditTokens: new AuditTokens({ queries: services.queries, signer: new TokenSigner([signingKey]), requests }),
      requests,
      ownOrigin: undefined,
      confirmedForMs: 600_000,
    }),
    limits: new AccountLimits({ ...generous, ...options.limits }),
    recorder: new RequestRecorder({
      refusesWrites: options.refusesWrites ?? false,
      answering: () => undefined,
      write: (record) => void records.push(record),
    }),
    proxies,
    usesHttps,
    maxConnections: 1_000,
    metrics: new Metrics('workspace-gateway', { processMetrics: false }),
    health,
    telemetry: options.telemetry ?? Telemetry.off(),
    budgetMs: options.budgetMs ?? 10_000,
    logger,
    consoleFiles: new Map(),
  });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const ask = async (path: string, { method = 'GET', as, body, headers }: Checked = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${tokenOf(as)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const goesOn = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (goesOn) await response.body?.cancel();
    const text = goesOn ? '' : await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
  /** What was asked for a request, beside its session. */
  const ofSessions: readonly unknown[] = [SessionQueries.check, SessionQueries.signingKey];
  const asked = () => services.asked.filter(([definition]) => !ofSessions.includes(definition));
  return {
    url,
    ask,
    asked,
    sent: services.sent,
    services,
    forget,
    sessions,
    records,
    logged,
    topics,
    hints,
    close: async () => {
      await hints.close();
      await app.close();
    },
  };
}
