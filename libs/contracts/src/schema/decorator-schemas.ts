import { isFilterName } from '../filter.js';
import { isOpenList, openListKeyword } from './open-list.js';
import { isTextMapName } from './text-map.js';

/** A JSON Schema, in the dialect of 2020-12 (which is that of OpenAPI 3.1). */
export type JsonSchema = Readonly<Record<string, unknown>>;

type SchemaOf = (first?: unknown, second?: unknown) => JsonSchema | undefined;

const always =
  (schema: JsonSchema): SchemaOf =>
  () =>
    schema;
/** Options change the meaning of a decorator, so with options it has no schema here. */
const withoutOptions =
  (schema: JsonSchema): SchemaOf =>
  (options) =>
    options === undefined || (typeof options === 'object' && Object.keys(options ?? {}).length === 0)
      ? schema
      : undefined;

/**
 * The allowed decorators of class-validator, by the name under which class-validator stores them, with their JSON
 * Schema: equivalent or stricter, never looser. `undefined`: these arguments cannot be expressed. Add a new decorator
 * to the property test in fast-check.spec.ts as well, which fails otherwise.
 */
const schemas: Readonly<Record<string, SchemaOf>> = {
  isString: always({ type: 'string' }),
  isNotEmpty: always({ type: 'string', minLength: 1 }),
  minLength: (minLength) => ({ type: 'string', minLength }),
  maxLength: (maxLength) => ({ type: 'string', maxLength }),
  isLength: (minLength, maxLength) => ({
    type: 'string',
    minLength,
    ...(maxLength === undefined ? {} : { maxLength }),
  }),
  matches: (pattern, flags) =>
    pattern instanceof RegExp && pattern.flags === '' && flags === undefined
      ? { type: 'string', pattern: pattern.source }
      : undefined,
  isUuid: (version) => (version === undefined || version === 'all' ? { type: 'string', format: 'uuid' } : undefined),
  isEmail: withoutOptions({ type: 'string', format: 'email' }),
  isDateString: withoutOptions({ type: 'string', format: 'date-time' }),
  isIn: (values) => enumOf(values),
  isBoolean: always({ type: 'boolean' }),
  isInt: always({ type: 'integer' }),
  isNumber: withoutOptions({ type: 'number' }),
  min: (minimum) => ({ type: 'number', minimum }),
  max: (maximum) => ({ type: 'number', maximum }),
  isObject: always({ type: 'object' }),
  isArray: always({ type: 'array' }),
  arrayMinSize: (minItems) => ({ type: 'array', minItems }),
  arrayMaxSize: (maxItems) => ({ type: 'array', maxItems }),
  [isTextMapName]: (maxProperties, maxLength) => {
    const text = { type: 'string', minLength: 1, maxLength };
    return { type: 'object', maxProperties, propertyNames: text, additionalProperties: text };
  },
  [isFilterName]: always({ type: 'object', [isFilterName]: true }), // a keyword of fast-check.ts: the tree has no end in JSON Schema
  isDefined: always({}), // `required` covers it
};

export const knownDecorators: readonly string[] = Object.keys(schemas);

/**
 * The schema of a decorator, by its name in class-validator and its arguments; undefined where it cannot be expressed.
 */
export function schemaOfDecorator(name: string, args: readonly unknown[] = []): JsonSchema | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name]?.(...args) : undefined;
}

/** Values of one type get a `type` beside the `enum`, because people read the documents too. */
function enumOf(values: unknown): JsonSchema | undefined {
  if (!Array.isArray(values) || values.length === 0) return undefined;
  const types = [...new Set(values.map((value) => typeof value))];
  if (!types.every((type) => ['string', 'number', 'boolean'].includes(type))) return undefined;
  const type = types.length === 1 ? { type: types[0] } : {};
  return { ...type, enum: [...new Set(values)], ...(isOpenList(values) ? { [openListKeyword]: true } : {}) };
}
