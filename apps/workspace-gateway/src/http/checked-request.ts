import type { SessionView } from '@rollcall/contracts';
import { RetryKey } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { CheckedOf, Part, RouteContract } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import { callOf, sessionOf, type Call } from './request-context.js';
import { readIfMatch } from './if-match.js';

/** A validated request of one route, as its handler gets it. */
export class CheckedRequest<Route extends RouteContract> {
  readonly params: CheckedOf<Route>['params'];
  readonly query: CheckedOf<Route>['query'];
  readonly body: CheckedOf<Route>['body'];
  /** The versions that `If-Match` allows, for commands. */
  readonly ifMatch: { readonly ifMatch?: string[] };
  readonly retryKey: RetryKey | undefined;

  /** @throws Failure where the request does not fulfil the route's contract */
  constructor(
    readonly request: FastifyRequest,
    route: Route,
  ) {
    this.params = checked(route.params, request.params, 'route-unknown') as typeof this.params;
    this.query = checked(route.query, request.query, 'request-invalid') as typeof this.query;
    this.body = checked(route.body, request.body, 'request-invalid') as typeof this.body;
    this.ifMatch = route.ifMatch ? readIfMatch(request.headers['if-match']) : {};
    this.retryKey = route.retryKey === true ? this.readRetryKey(route) : undefined;
  }

  get session(): SessionView {
    return sessionOf(this.request);
  }

  /** Read it where a command or query is sent: it holds the time that is left at that moment. */
  get call(): Call {
    return callOf(this.request, this.retryKey);
  }

  /** Secrets in the body are serialised as nothing, so the digest is not made of them. */
  private readRetryKey({ name }: Route): RetryKey | undefined {
    const key = this.request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !RetryKey.isGood(key, Date.now())) throw problem('retry-key-invalid');
    const whose = this.request.rollcall.session?.userId ?? 'anybody';
    return RetryKey.of(key, `${whose} ${name}`, [this.params, this.body]);
  }
}

/** Properties that the contract does not name are refused: `strictObject` refuses them where there is a schema. */
function checked(schema: Part, value: unknown, code: 'route-unknown' | 'request-invalid'): unknown {
  if (!schema) {
    const isEmpty = value === undefined || value === null || Object.keys(value).length === 0;
    if (isEmpty || code === 'route-unknown') return undefined;
    throw problem('request-invalid', {}, { problems: [{ at: '', problem: 'nothing is taken here' }] });
  }
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  if (code === 'route-unknown') throw problem('route-unknown');
  throw problem('request-invalid', {}, { problems: result.error.issues.slice(0, 50).flatMap(problemsOf) });
}

/** Gives positions as JSON pointers (RFC 6901), and never repeats a value. */
function problemsOf(issue: z.core.$ZodIssue): { at: string; problem: string }[] {
  const at = (path: readonly PropertyKey[]) => path.map((key) => `/${String(key).slice(0, 80)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({ at: at([...issue.path, key]), problem: 'is not known here' }));
  }
  const { path, message } = issue;
  return [{ at: at(path), problem: message.replace(/^(Too|Invalid) /, (word) => word.toLowerCase()).slice(0, 200) }];
}
