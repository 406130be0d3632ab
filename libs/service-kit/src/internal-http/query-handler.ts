import {
  applyDecorators,
  BadRequestException,
  createParamDecorator,
  Get,
  HttpCode,
  Post,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import {
  schemaOfClass,
  validationProblems,
  type Class,
  type JsonSchema,
  type QueryDefinition,
} from '@rollcall/contracts';
import type { InternalRequest } from './caller.js';

const definitionKey = 'rollcall:query-definition';

/** A controller's method that answers a query; it may take who asks (`@QueryCaller()`). */
type Handler<Input, Answer> = (input: Input, caller: string) => Answer | Promise<Answer>;

/**
 * Binds a controller's method to the route of a query: it takes `@QueryInput()` first and returns the answer, both as the
 * definition says.
 */
export function QueryHandler<Input extends object, Answer>(
  definition: QueryDefinition<Input, Answer>,
): <Method extends Handler<Input, Answer>>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void {
  const route = definition.method === 'GET' ? Get(definition.path) : Post(definition.path);
  return applyDecorators(route, HttpCode(200), SetMetadata(definitionKey, definition));
}

interface QueriedRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Parameter: the input of the query, from the path, the query string (GET) or the body (POST), validated by the
 * definition's class. The callers are the product's own services; validation shows their mistakes.
 * @throws BadRequestException naming what is wrong where
 */
export const QueryInput = createParamDecorator((_: unknown, context: ExecutionContext): object => {
  const definition = Reflect.getMetadata(definitionKey, context.getHandler()) as QueryDefinition; // as QueryHandler set it
  return inputOf(definition, context.switchToHttp().getRequest<QueriedRequest>());
});

/** Parameter: who asks, as the credential proves. */
export const QueryCaller = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { caller } = context.switchToHttp().getRequest<InternalRequest>();
  if (caller === undefined) throw new Error('a query was handled that nobody was admitted to ask');
  return caller;
});

/** @throws BadRequestException */
export function inputOf(
  { method, request }: Pick<QueryDefinition, 'method' | 'request'>,
  sent: QueriedRequest,
): object {
  if (!request) return {};
  const body = typeof sent.body === 'object' && sent.body !== null ? sent.body : {};
  const input = { ...(method === 'GET' ? fromSearch(request, sent.query) : body), ...sent.params };
  const problems = validationProblems(request, input);
  if (problems.length > 0)
    throw new BadRequestException(problems.map(({ at, problem }) => `${at.join('.')}: ${problem}`));
  return input;
}

/**
 * A query string holds texts: they become numbers and booleans where the class declares such. A text that cannot be
 * converted stays, and is refused.
 */
function fromSearch(request: Class, search: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const types = typesOf(request);
  return Object.fromEntries(
    Object.entries(search).map(([name, value]) => [
      name,
      typeof value === 'string' ? read(value, types.get(name)) : value,
    ]),
  );
}

function read(text: string, type: unknown): unknown {
  const types = [type].flat();
  if (types.includes('integer') || types.includes('number')) return text === '' ? text : Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const known = new WeakMap<Class, ReadonlyMap<string, unknown>>();

/** The `type` of each property in the JSON Schema. */
function typesOf(request: Class): ReadonlyMap<string, unknown> {
  let types = known.get(request);
  if (!types) {
    const { properties = {} } = schemaOfClass(request, 'ignored', () => ({}));
    types = new Map(
      Object.entries(properties as object).map(([name, schema]: [string, JsonSchema]) => [name, schema.type]),
    );
    known.set(request, types);
  }
  return types;
}
