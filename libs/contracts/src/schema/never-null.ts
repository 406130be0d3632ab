import type { JsonSchema } from './decorator-schemas.js';

/**
 * The schema of a class without null: `@IsOptional` takes null for what is absent, but what the product itself writes leaves it out.
 */
export function neverNull(schema: JsonSchema): JsonSchema {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  return { ...schema, properties: Object.fromEntries(properties.map(([name, each]) => [name, withoutNull(each)])) };
}

function withoutNull({ type, anyOf, enum: values, ...rest }: JsonSchema): JsonSchema {
  const [first] = Array.isArray(anyOf) ? (anyOf as JsonSchema[]) : [];
  const own = Array.isArray(type) ? (type as string[]).find((each) => each !== 'null') : type;
  return {
    ...first,
    ...(own === undefined ? {} : { type: own }),
    ...(Array.isArray(values) ? { enum: (values as unknown[]).filter((each) => each !== null) } : {}),
    ...rest,
  };
}
