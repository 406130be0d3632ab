import type { Class, RefusalCode } from '@rollcall/contracts';
import type { Permission } from '../auth/permissions.js';
import type { ProblemCode } from '../errors/problem-table.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** A class that says by its decorators what there is. */
export type Part = Class | undefined;

type Tag = 'Sign-in' | 'People' | 'Roles' | 'Teams' | 'SCIM' | 'Reconciler' | 'Audit' | 'About';

/** What is said where a route is defined. */
interface RouteDefinition<
  Params extends Part = Part,
  Query extends Part = Part,
  Body extends Part = Part,
  Answer extends Part = Part,
> {
  /** The `operationId` of the OpenAPI document. */
  readonly name: string;
  readonly method: Method;
  /** As the router takes it: `/api/users/:userId`. */
  readonly path: string;
  readonly summary: string;
  /** What a reader must know beside it. */
  readonly about?: string;
  /** `open`: no session is asked for. */
  readonly access: 'open' | Permission;
  /**
   * It could hand the account over, or switch a brake off: the password must have been given a short time ago. Not of what stops
   * somebody at once (revoking a token, ending sessions): who needs that must not be held up, and it can be made good.
   */
  readonly confirmed?: true;
  /** An audit token opens it too, in place of a session with the permission. */
  readonly auditToken?: true;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The request may have no body: every part of it may be absent. */
  readonly noBodyNeeded?: true;
  /** Of a success; the first is the usual one. Default: 200. */
  readonly status?: readonly [number, ...number[]];
  readonly answer?: Answer;
  /** A page sends it by itself: it does not keep the session from ending unused. */
  readonly background?: true;
  /** The answer is a stream of server-sent events with these data. */
  readonly frames?: readonly Class[];
  /** The answer may be compressed: a list, which holds no secret (ADR 0066). */
  readonly compressed?: true;
  /** The media types of an answer that is a text, in place of a document. */
  readonly text?: readonly string[];
  /** The answer has an `ETag`. */
  readonly etag?: boolean;
  /** The request may carry `If-Match`. */
  readonly ifMatch?: boolean;
  /** A POST takes an `Idempotency-Key`, or says here why not. */
  readonly retryKey?: true | { readonly none: string };
  /** Of a write: what it would change can be asked for (`Rollcall-Dry-Run`, rule 26); where this is absent, its effect is outside. */
  readonly dryRun?: true;
  /** Why it may be refused, beside what every route answers. */
  readonly refusals?: readonly (RefusalCode | ProblemCode)[];
}

/**
 * One address of the API with all that is known about it. Routing, permission, validation and the OpenAPI document come from this
 * one definition, so none of them can say anything else.
 */
export interface RouteContract<
  Params extends Part = Part,
  Query extends Part = Part,
  Body extends Part = Part,
  Answer extends Part = Part,
> extends RouteDefinition<Params, Query, Body, Answer> {
  readonly tag: Tag;
  readonly status: readonly [number, ...number[]];
}

const defined: RouteContract[] = [];

/** The routes of all modules that were imported, in the order in which they were. */
export function definedRoutes(): readonly RouteContract[] {
  return [...defined];
}

/** What defines the routes of one chapter of the document, and remembers them. */
export function routesOf(tag: Tag) {
  return <
    Params extends Part = undefined,
    Query extends Part = undefined,
    Body extends Part = undefined,
    Answer extends Part = undefined,
  >(
    route: RouteDefinition<Params, Query, Body, Answer>,
  ): RouteContract<Params, Query, Body, Answer> => {
    const contract: RouteContract<Params, Query, Body, Answer> = { tag, status: [200], ...route };
    defined.push(contract);
    return contract;
  };
}

type ValueOf<Of> = Of extends Class<infer Value> ? Value : undefined;

/** What a request of a route says, checked. */
export type CheckedOf<Route> =
  Route extends RouteContract<infer Params, infer Query, infer Body, infer _Answer>
    ? { readonly params: ValueOf<Params>; readonly query: ValueOf<Query>; readonly body: ValueOf<Body> }
    : never;

/** What a handler of a route answers with. */
export type AnswerOf<Route> =
  Route extends RouteContract<infer _Params, infer _Query, infer _Body, infer Answer> ? ValueOf<Answer> : never;
