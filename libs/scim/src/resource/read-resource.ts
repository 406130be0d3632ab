import { invalidSyntax, invalidValue } from '../errors/refusals.js';
import type { Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { Resource } from '../schemas/resources.js';
import { withUrn } from '../schemas/attribute-path.js';
import { isListOfNamed, readValue } from './read-value.js';

/**
 * Reads the body of a POST or PUT: names in any case become the schema's, types are checked, empty values are absent,
 * and unknown or read-only attributes are ignored (RFC 7644 §3.3, §3.5.1).
 * @throws ScimError invalidSyntax where the body is no object; invalidValue for wrong types and missing required
 *   attributes
 */
export function readResource<T extends Resource>(body: unknown, schema: ResourceSchema<T>): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidSyntax(`The body must be a JSON object that describes one ${schema.type.name}.`);
  }
  const read: Record<string, unknown> = { schemas: [schema.type.schema.id] };
  const extensionsUsed: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const lower = name.toLowerCase();
    const extension = schema.extensions.get(lower);
    if (extension) {
      if (readObject(value, extension.attributes, extensionOf(read, extension.urn), `${extension.urn}:`))
        extensionsUsed.push(extension.urn);
    } else if (schema.coreUrns.has(lower)) {
      readObject(value, schema.attributes, read, ''); // leniency: coreUrnAsObject
    } else readAttribute(name, value, schema, read, extensionsUsed);
  }
  for (const { urn } of schema.extensions.values()) if (!hasParts(read[urn])) delete read[urn];
  for (const { name, required } of schema.attributes.values()) {
    if (required && read[name] === undefined) throw invalidValue(`${name} is required and was not sent, or was empty.`);
  }
  const used = [...new Set(extensionsUsed)].filter((urn) => read[urn] !== undefined);
  read['schemas'] = [schema.type.schema.id, ...used];
  return read as unknown as T; // built attribute by attribute from the schema that T belongs to
}

/** Reads a top-level attribute: of the core schema, or one that only an extension has. */
function readAttribute(
  name: string,
  value: unknown,
  schema: ResourceSchema,
  read: Record<string, unknown>,
  extensionsUsed: string[],
): void {
  const attribute = schema.attributes.get(name.toLowerCase());
  const { schema: urn } = withUrn({ attribute: name }, schema);
  if (urn !== undefined) {
    const { attributes = new Map() } = schema.extensions.get(urn.toLowerCase()) ?? {};
    const extension = extensionOf(read, urn);
    readObject({ [name]: value }, attributes, extension, `${urn}:`);
    extensionsUsed.push(urn);
  }
  if (!attribute || attribute.mutability === 'readOnly') return;
  const each = readValue(value, attribute) ?? (isListOfNamed(attribute) ? [] : undefined);
  if (each !== undefined) read[attribute.name] = each;
}

function extensionOf(read: Record<string, unknown>, urn: string): Record<string, unknown> {
  return (read[urn] ??= {}) as Record<string, unknown>; // this function created it
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Reads the attributes of an object into `into`; returns false where there was nothing to read. */
function readObject(value: unknown, attributes: Attributes, into: Record<string, unknown>, prefix: string): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidValue(
      `${prefix === '' ? 'What stands under the URN of the core schema' : prefix.slice(0, -1)} must be an object.`,
    );
  for (const [name, each] of Object.entries(value)) {
    const attribute = attributes.get(name.toLowerCase());
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const read = readValue(each, attribute, `${prefix}${attribute.name}`);
    if (read !== undefined) into[attribute.name] = read;
  }
  return true;
}
