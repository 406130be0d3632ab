import type { Shape } from './shape.js';

/** The services that answer queries. */
export type QueriedService = 'user-service' | 'team-service' | 'token-service';

/**
 * A query over internal HTTP: who answers it, where, what is asked and what is answered. Route, client, validation on
 * both sides and types follow from it.
 */
export interface QueryDefinition<Input extends object = object, Answer = unknown> {
  /** Who answers; absent where every service does. */
  readonly service?: QueriedService;
  /** POST where the input is long or secret; its body is then the input without what stands in the path. */
  readonly method: 'GET' | 'POST';
  /** With `:name` for each property of the input that stands in it: `/internal/accounts/:accountId/teams/:teamId`. */
  readonly path: string;
  /** The class that validates the input (class-validator); absent where nothing is asked but the query itself. */
  readonly request?: new () => Input;
  readonly answer: Shape<Answer>;
  /** False for what acts: it is sent once, and not again when the connection broke before the answer. Default true. */
  readonly idempotent?: boolean;
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

/** How a query travels. */
export interface QueryRequest {
  /** Path with search, as it stands in the request line. */
  readonly path: string;
  /** Of POST. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Where an input goes: into the path, and what is left into the search (GET) or the body (POST). */
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
    if (value !== undefined) search.set(name, (value as string | number | boolean).toString()); // a search holds nothing else
  }
  return { path: search.size === 0 ? filled : `${filled}?${search.toString()}` };
}
