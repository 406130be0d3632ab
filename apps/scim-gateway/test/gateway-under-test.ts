import {
  AccountLimits,
  AccountLists,
  BodyBudget,
  CommandSender,
  PasswordHasher,
  SourceLimiter,
  TrustedProxies,
  type Tls,
  type AccountLimitOptions,
} from '@rollcall/gateway-kit';
import { createLogger, HealthRegistry, Metrics, Telemetry } from '@rollcall/service-kit';
import { afterAll } from 'vitest';
import { TokenGuard } from '../src/auth/token-guard.js';
import { TokenVerdicts } from '../src/auth/token-verdicts.js';
import { KafkaTeamCommandBus } from '../src/clients/kafka-team-command-bus.js';
import type { UserQueryClient } from '../src/clients/http-user-query-client.js';
import { PublicAddress } from '../src/http/public-address.js';
import { PasswordWrites, type PasswordFate } from '../src/passwords/password-writes.js';
import { RecentReleases } from '../src/clients/recent-releases.js';
import { createScimPort, type ScimPort } from '../src/public-port.js';
import { RequestRecorder } from '../src/request-log/request-recorder.js';
import { readGroupBody } from '../src/resources/read-group-body.js';
import { Cursors } from '../src/search/cursors.js';
import { FakeRequestLog } from './fake-request-log.js';
import { FakeTeamService } from './fake-team-service.js';
import { FakeTokenVerifier, testSigner } from './fake-token-verifier.js';
import { FakeUserService } from './fake-user-service.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const otherAccountId = '01890a5d-ac96-774b-bcce-b302099a8000';
export const tokenId = '01890a5d-ac96-774b-bcce-b302099a8059';

export interface Question {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The decoded body; `{}` where there is none. */
  readonly json: Record<string, unknown>;
}

export interface GatewayUnderTest extends ScimPort {
  readonly url: string;
  readonly token: string;
  readonly users: FakeUserService;
  readonly teams: FakeTeamService;
  readonly verifier: FakeTokenVerifier;
  readonly requestLog: FakeRequestLog;
  readonly recorder: RequestRecorder;
  /** Every line that was logged, as text. */
  readonly logged: string[];
  /** What became of the passwords that came, one after the other. */
  readonly passwordFates: PasswordFate[];
  /** Asks with the good token where none is named; `token: undefined` sends none. */
  ask(path: string, asked?: Question): Promise<Answer>;
  close(): Promise<void>;
}

export interface TestOptions {
  readonly publicUrl?: string;
  readonly trustedProxies?: readonly string[];
  readonly badTokenBurst?: number;
  readonly passwordQueue?: number;
  readonly budgetMs?: number;
  readonly groupBudgetMs?: number;
  readonly maxConnections?: number;
  readonly tls?: Tls | undefined;
  readonly telemetry?: Telemetry;
  readonly bodyBudget?: BodyBudget;
  readonly limits?: Partial<AccountLimitOptions>;
  /** Sends commands in place of the fakes. */
  readonly commands?: CommandSender;
  /** Answers queries about users in place of the fake. */
  readonly userQueries?: UserQueryClient;
}

const generous: AccountLimitOptions = {
  accountRequests: 1_000,
  accountQueue: 0,
  accountBurst: 10_000,
  accountRequestsPerSecond: 1_000,
};

/** Dry runs of several commands are decided by the services alone. */
const noServices = { ask: () => Promise.reject(new Error('there are no services')) };

/** The gateway of all tests of a file, which closes after the last. */
export async function sharedGateway(options?: TestOptions): Promise<GatewayUnderTest> {
  const gateway = await startGateway(options);
  afterAll(() => gateway.close());
  return gateway;
}

/** The public port over real HTTP, with fakes in place of the services. */
export async function startGateway(options: TestOptions = {}): Promise<GatewayUnderTest> {
  const fakes = { users: new FakeUserService(), teams: new FakeTeamService(), verifier: new FakeTokenVerifier() };
  const requestLog = new FakeRequestLog();
  const logged: string[] = [];
  const passwordFates: PasswordFate[] = [];
  const recorder = new RequestRecorder(requestLog, new Metrics('scim-gateway', { processMetrics: false }));
  const proxies = TrustedProxies.of(options.trustedProxies ?? []);
  const port = await createScimPort({
    routes: routesOf(fakes, proxies, passwordFates, options),
    guard: new TokenGuard({
      verdicts: new TokenVerdicts(fakes.verifier),
      signer: testSigner,
      limiter: new SourceLimiter(options.badTokenBurst ?? 10_000),
    }),
    ...limitsOf(options),
    health: new HealthRegistry(),
    telemetry: options.telemetry ?? Telemetry.off(),
    recorder,
    proxies,
    usesHttps: options.tls !== undefined || options.publicUrl?.startsWith('https:') === true,
    logger: createLogger('scim-gateway', {
      level: 'trace',
      destination: { write: (line) => void logged.push(line) },
    }),
    tls: options.tls,
    largeGroupBodies: { read: async (bytes, reading) => readGroupBody(bytes, reading) }, // threads need a build
  });
  await port.app.listen(0, '127.0.0.1');
  const url = (await port.app.getUrl()).replace('[::1]', '127.0.0.1');
  const token = fakes.verifier.issue(accountId, tokenId);
  return {
    ...port,
    ...fakes,
    url,
    token,
    requestLog,
    recorder,
    logged,
    passwordFates,
    ask: (path, asked = {}) => ask(url + path, { token, ...asked }),
    close: async () => {
      recorder.close();
      await port.app.close();
    },
  };
}

function routesOf(
  { users, teams }: { readonly users: FakeUserService; readonly teams: FakeTeamService },
  proxies: TrustedProxies,
  passwordFates: PasswordFate[],
  { commands, userQueries = users, passwordQueue = 64, publicUrl }: TestOptions,
) {
  const releases = new RecentReleases();
  const teamCommands = commands ? new KafkaTeamCommandBus(commands, releases) : teams;
  return {
    services: { userQueries, commands: commands ?? users, teams, teamCommands, releases, wouldBe: noServices },
    passwords: new PasswordWrites({
      hasher: new PasswordHasher(passwordQueue),
      users: userQueries,
      count: (fate) => void passwordFates.push(fate),
    }),
    lists: new AccountLists(2, { areSeveral: false }),
    address: new PublicAddress(publicUrl, proxies),
    cursors: new Cursors('secret of the specs'),
  };
}

function limitsOf({ limits, budgetMs, groupBudgetMs, maxConnections = 1_000, bodyBudget }: TestOptions) {
  return {
    limits: new AccountLimits({ ...generous, ...limits }),
    budgetMs: budgetMs ?? 10_000,
    groupBudgetMs: groupBudgetMs ?? budgetMs ?? 50_000,
    maxConnections,
    bodyBudget: bodyBudget ?? new BodyBudget({ totalBytes: 2 ** 26, accountBytes: 2 ** 25, waitMs: 1_000 }),
    bodyTurns: new AccountLists(1, { areSeveral: false }),
  };
}

async function ask(url: string, { method, body, token, headers }: Question): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, headers: response.headers, text, json };
}
