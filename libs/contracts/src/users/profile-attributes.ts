import { jsonSchemasOf, type JsonSchema } from '../schema/json-schema.js';
import { UserProfile } from './profile.js';

/** What one attribute of a profile holds, as the classes of profile.ts declare it. */
export type ProfileAttribute = { readonly description?: string } & (
  | { readonly holds: 'text'; readonly maxLength: number }
  | { readonly holds: 'flag' }
  | { readonly holds: 'parts'; readonly parts: ProfileAttributes }
  | { readonly holds: 'elements'; readonly parts: ProfileAttributes; readonly maxItems: number }
);
export type ProfileAttributes = Readonly<Record<string, ProfileAttribute>>;

const schemas = jsonSchemasOf([UserProfile], '', 'ignored');

/** The attributes of a profile that are kept (rule 4), in the order in which the classes declare them. */
export const profileAttributes: ProfileAttributes = attributesOf(UserProfile.name);

/**
 * Every attribute and part of one by its dotted path, holders before what they hold: `name`, `name.givenName`,
 * `emails.value`.
 */
export const profilePaths: ReadonlyMap<string, ProfileAttribute> = new Map(pathsOf(profileAttributes, ''));

function attributesOf(className: string): ProfileAttributes {
  const properties = (schemas[className]?.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, attributeOf(name, schema)]));
}

function attributeOf(name: string, schema: JsonSchema): ProfileAttribute {
  const { type, anyOf, items, maxLength, maxItems, description } = schema;
  const about = typeof description === 'string' ? { description } : {};
  const parts = (of: unknown) => attributesOf((of as { $ref: string }).$ref);
  const types = [type].flat();
  if (types.includes('string') && typeof maxLength === 'number') return { ...about, holds: 'text', maxLength };
  if (types.includes('boolean')) return { ...about, holds: 'flag' };
  if (types.includes('array') && typeof maxItems === 'number')
    return { ...about, holds: 'elements', parts: parts(items), maxItems };
  if (Array.isArray(anyOf)) return { ...about, holds: 'parts', parts: parts(anyOf[0]) };
  throw new Error(`the attribute ${name} of a profile is neither a limited text, nor a flag, parts or a limited list`);
}

function pathsOf(attributes: ProfileAttributes, holder: string): (readonly [string, ProfileAttribute])[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const path = `${holder}${name}`;
    return [[path, attribute] as const, ...('parts' in attribute ? pathsOf(attribute.parts, `${path}.`) : [])];
  });
}
