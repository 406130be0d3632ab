import { converted, isObject, validationProblems, type SessionView } from '@rollcall/contracts';
import { RetryKey } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { CheckedOf, Part, RouteContract } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import { callOf, readingCallOf, sessionOf, type Call, type ReadingCall } from './request-context.js';
import { readIfMatch } from './if-match.js';
import { problemsByPlace } from './problems-by-place.js';

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
    this.params = checked(route.params, request.params, 'route-unknown');
    this.query = checked(route.query, request.query, 'request-invalid');
    if (route.body && request.body === undefined && !route.noBodyNeeded) throw invalid('a body is needed');
    this.body = checked(route.body, request.body, 'request-invalid');
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

  /** The same where an audit token may stand in place of a session. */
  get reading(): ReadingCall {
    return readingCallOf(this.request);
  }

  /**
   * Asks whether who was admitted still is: an answer of many steps goes on only so long (rule 19).
   * @throws Failure why not
   */
  async assertStillAdmitted(): Promise<void> {
    await this.request.rollcall.assertStillAdmitted?.();
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

/** What is not named in the contract is refused, and what is checked is converted as the contract's classes say. */
function checked(target: Part, value: unknown, code: 'route-unknown' | 'request-invalid'): object | undefined {
  const given = value === undefined ? {} : value;
  if (!target) {
    if (code === 'route-unknown' || (isObject(given) && Object.keys(given).length === 0)) return undefined;
    throw invalid('nothing is taken here');
  }
  const problems = validationProblems(target, given, 'refused');
  if (problems.length === 0) return converted(target, given as object); // what has no problem is an object
  if (code === 'route-unknown') throw problem('route-unknown');
  throw problem('request-invalid', {}, { problems: problemsByPlace(problems, given) });
}

const invalid = (what: string) => problem('request-invalid', {}, { problems: [{ at: '', problem: what }] });
