import {
  jsonSchemasOf,
  neverNull,
  openListKeyword,
  type JsonSchema,
  type MessageDefinition,
} from '@rollcall/contracts';
import type { DocComments } from './doc-comments.ts';

/** The place of a schema below docs/schemas, and of a sample below libs/contracts/samples. */
export const schemaFile = (type: string, version: number): string => `${type}/v${version}.json`;
export const sampleFile = (type: string, version: number): string => `${type}.v${version}.json`;

/** The JSON Schema (2020-12) of a message's payload, complete in one document. */
export function messageSchema({ type, version, payload }: MessageDefinition, comments: DocComments): JsonSchema {
  const { [payload.name]: own, ...others } = payloadSchemas([payload], '#/$defs/', comments);
  const about = comments.ofMessage(type);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:rollcall:schemas:${type}:v${version}`,
    title: `${type}, version ${version}`,
    ...own,
    ...(about === undefined ? {} : { description: about }),
    ...(Object.keys(others).length > 0 ? { $defs: others } : {}),
  };
}

/** The schemas of payload classes and of what they hold, by class name, with what their comments say. */
export function payloadSchemas(
  payloads: readonly MessageDefinition['payload'][],
  refPrefix: string,
  comments: DocComments,
): Record<string, JsonSchema> {
  const schemas = jsonSchemasOf(payloads, refPrefix, 'ignored');
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, published(name, neverNull(schema), comments)]),
  );
}

function published(className: string, schema: JsonSchema, comments: DocComments): JsonSchema {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, each]) => {
    const about = comments.ofProperty(className, name);
    return [name, { ...openly(each), ...(about === undefined ? {} : { description: about }) }];
  });
  const about = comments.ofClass(className);
  return {
    ...(about === undefined ? {} : { description: about }),
    ...schema,
    properties: Object.fromEntries(properties) as JsonSchema,
  };
}

/** The values of an open list are named and do not bind: a reader must get on with one that it does not know. */
function openly(schema: JsonSchema): JsonSchema {
  const { [openListKeyword]: isOpen, enum: values, items, ...rest } = schema;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: openly(items as JsonSchema) }),
    ...(values === undefined ? {} : { [isOpen === true ? 'x-extensible-enum' : 'enum']: values }),
  };
}
