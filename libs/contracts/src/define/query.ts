import type { Shape } from './shape.js';

/** The services that answer queries. */
export type QueriedService = 'user-service' | 'team-service' | 'token-service' | 'audit-service';

/**
 * A query over internal HTTP. Most queries only read; a few have an effect (`idempotent: false`), such as starting a
 * session. The definition holds the service that answers it, its route, input and answer. Route, client, types, and the
 * validation on both sides are derived from this definition.
 */
export interface QueryDefinition<Input extends object = object, Answer = unknown> {
  /** The service that answers; absent where every service does. */
  readonly service?: QueriedService;
  /** POST where the input is long or secret; the body is then the input without the properties in the path. */
  readonly method: 'GET' | 'POST';
  /**
   * With `:name` for each property of the input that is part of the path:
   * `/internal/accounts/:accountId/teams/:teamId`.
   */
  readonly path: string;
  /** The class that validates the input (class-validator), whatever becomes of it in HTTP; absent where there is none. */
  readonly request?: new () => Input;
  readonly answer: Shape<Answer>;
  /**
   * False for a query that has an effect: it is not repeated when the connection breaks before the answer. Default
   * true.
   */
  readonly idempotent?: boolean;
  /**
   * True for a query that waits until a password is compared, behind others of its account: it is asked over connections of
   * its own, so that nothing else waits with it.
   */
  readonly comparesPassword?: boolean;
}

/** One query, answered by `service`. */
export function defineQuery<Input extends object, Answer>(
  definition: QueryDefinition<Input, Answer> & { readonly service: QueriedService },
): QueryDefinition<Input, Answer> & { readonly service: QueriedService } {
  return definition;
}

/** A query that every service answers. */
export function defineQueryOfEach<Input extends object, Answer>(
  definition: Omit<QueryDefinition<Input, Answer>, 'service'>,
): QueryDefinition<Input, Answer> {
  return definition;
}

/** A query's input as path and body of an HTTP request. */
export interface QueryRequest {
  /** The path with the query string, as in the request line. */
  readonly path: string;
  /** Only for POST. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * Puts an input into a request: properties named in the path go there, the others into the query string (GET) or the
 * body (POST).
 */
export function queryRequest<Input extends object>(
  { method, path }: Pick<QueryDefinition<Input>, 'method' | 'path'>,
  input: Input,
): QueryRequest {
  const rest = new Map<string, unknown>(Object.entries(input));
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  if (method === 'POST') return { path: filled, body: Object.fromEntries(rest) };
  const search = new URLSearchParams();
  for (const [name, value] of rest) {
    // The inputs of GET queries have only such values.
    if (value !== undefined) search.set(name, (value as string | number | boolean).toString());
  }
  return { path: search.size === 0 ? filled : `${filled}?${search.toString()}` };
}
