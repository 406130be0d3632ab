import {
  fits,
  SessionQueries,
  type QueryDefinition,
  type SessionToken,
  type SessionVerdict,
  type SessionView,
  type SignInOutcome,
  type StartSession,
} from '@rollcall/contracts';
import { PasswordHasher, type QueryClient, SourceLimiter, TrustedProxies } from '@rollcall/edge';
import { createLogger, Metrics } from '@rollcall/service-kit';
import { SessionCookie } from '../src/auth/session-credential.js';
import { SessionGuard } from '../src/auth/session-guard.js';
import type { Rights } from '../src/auth/permissions.js';
import type { Services } from '../src/clients/connect-to-services.js';
import { Links } from '../src/resources/password-link.js';
import { ScimAddress } from '../src/routes/scim.controller.js';
import { createPublicPort } from '../src/public-port.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
export const userId = '01890a5d-ac96-774b-bcce-b302099a8058';

/** The session of somebody whose type gives these rights; its token is `session-of-<rights>`, filled up. */
export const tokenOf = (rights: Rights) => `session-of-${rights}`.padEnd(43, '-');

function sessionOf(rights: Rights): SessionView {
  const times = { startedAt: '2026-03-01T10:00:00.000Z', expiresAt: '2026-03-01T22:00:00.000Z' };
  const account = { accountId, accountSlug: 'acme', accountName: 'Acme' };
  return { ...account, userId, userName: 'ann@acme.example', userType: rights, rights, ...times };
}

/** Everybody of `tokenOf` is signed in; with the password "right" everybody can. */
class FakeSessions implements Pick<QueryClient, 'ask'> {
  readonly started: StartSession[] = [];
  readonly ended: string[] = [];
  failWith: Error | undefined;

  /** @param failure what everything is answered that is not about sessions */
  constructor(private readonly failure: Error) {}

  ask<Input extends object, Answer>(
    { path, answer }: QueryDefinition<Input, Answer>,
    input: NoInfer<Input>,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const found = this.answerTo(path, input);
      if (!fits(answer, found)) throw new Error(`not an answer to ${path}: ${JSON.stringify(found)}`);
      resolve(found);
    });
  }

  /** The path says what is asked. */
  private answerTo(path: string, input: object): object {
    switch (path) {
      case SessionQueries.start.path:
        return this.start(input as StartSession);
      case SessionQueries.check.path:
        return this.check(input as SessionToken);
      case SessionQueries.end.path:
        return this.end(input as SessionToken);
      default:
        throw this.failure;
    }
  }

  private start(question: StartSession): SignInOutcome {
    this.started.push(question);
    if (question.password !== 'right') return { signedIn: false };
    const { userName } = question;
    const at = '2026-03-01T10:00:00.000Z';
    const who = { id: userId, accountId, version: 1, userName, userType: 'admin', active: true } as const;
    const user = { ...who, managedBy: 'workspace', profile: {}, createdAt: at, updatedAt: at } as const;
    const expiresAt = '2026-03-01T22:00:00.000Z';
    return { signedIn: true, session: { token: tokenOf('admin'), expiresAt, user } };
  }

  private check({ token }: SessionToken): SessionVerdict {
    if (this.failWith) throw this.failWith;
    const rights = (['admin', 'member', 'viewer', 'guest'] as const).find((each) => tokenOf(each) === token);
    return rights ? { works: true, session: sessionOf(rights) } : { works: false };
  }

  private end({ token }: SessionToken): object {
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

/** The public port over real HTTP. Of the services only sessions are there; whoever asks another gets `failure`. */
export async function startGateway(failure: Error, options: { readonly signInBurst?: number } = {}) {
  const sessions = new FakeSessions(failure);
  const services: Services = { queries: sessions, commands: { send: () => Promise.reject(failure) } };
  const logged: string[] = [];
  const logger = createLogger('workspace-gateway', {
    level: 'trace',
    destination: { write: (line) => void logged.push(line) },
  });
  const cookie = new SessionCookie(false);
  const app = await createPublicPort({
    services,
    passwords: new PasswordHasher(64),
    cookie,
    links: new Links(60_000, 'https://acme.example/'),
    scimAddress: new ScimAddress(undefined),
    signIns: new SourceLimiter(options.signInBurst ?? 10_000),
    guard: new SessionGuard({ queries: sessions, cookie, requests: new SourceLimiter(10_000), ownOrigin: undefined }),
    proxies: TrustedProxies.of([]),
    metrics: new Metrics('workspace-gateway', { processMetrics: false }),
    budgetMs: 10_000,
    logger,
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
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
  return { url, ask, sessions, logged, close: () => app.close() };
}
