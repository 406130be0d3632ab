import { invalidSyntax, invalidValue } from '../errors/refusals.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { assertSchemas } from '../messages/message-schemas.js';
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
export function readResource<T extends Resource>(
  body: unknown,
  schema: ResourceSchema<T>,
  { leniency = 'named' }: Reading = {},
): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidSyntax(`The body must be a JSON object that describes one ${schema.type.name}.`);
  }
  assertSchemas(body, { of: schema.type.schema.id, also: [...schema.standard.extensions.keys()] }, leniency);
  const read: Record<string, unknown> = { schemas: [schema.type.schema.id] };
  const extensionsUsed: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const lower = name.toLowerCase();
    const extension = schema.extensions.get(lower);
    if (extension) {
      grantScim1(lower, schema, leniency);
      const into = { read: extensionOf(read, extension.urn), prefix: `${extension.urn}:`, leniency };
      if (readObject(value, extension.attributes, into)) extensionsUsed.push(extension.urn);
    } else if (schema.coreUrns.has(lower)) {
      grantScim1(lower, schema, leniency);
      grant(leniency, 'coreUrnAsObject', () => invalidValue(coreStandsAlone));
      readObject(value, schema.attributes, { read, prefix: '', leniency });
    } else readAttribute(name, value, schema, { read, extensionsUsed, leniency });
  }
  for (const { urn } of schema.extensions.values()) if (!hasParts(read[urn])) delete read[urn];
  for (const { name, required } of schema.attributes.values()) {
    if (required && read[name] === undefined) throw invalidValue(`${name} is required and was not sent, or was empty.`);
  }
  const used = [...new Set(extensionsUsed)].filter((urn) => read[urn] !== undefined);
  read['schemas'] = [schema.type.schema.id, ...used];
  return read as unknown as T; // built attribute by attribute from the schema that T belongs to
}

const coreStandsAlone = 'Attributes of the core schema stand in the resource itself, not under their URN.';

function grantScim1(urn: string, { standard }: ResourceSchema, leniency: Leniency): void {
  if (!standard.extensions.has(urn) && !standard.coreUrns.has(urn))
    grant(leniency, 'scim1Urns', () => invalidValue(`${urn} is a schema of SCIM 1.x.`));
}

interface Into {
  /** What has been read. */
  readonly read: Record<string, unknown>;
  readonly leniency: Leniency;
}

/** Reads a top-level attribute: of the core schema, or one that only an extension has. */
function readAttribute(
  name: string,
  value: unknown,
  schema: ResourceSchema,
  { read, extensionsUsed, leniency }: Into & { readonly extensionsUsed: string[] },
): void {
  const attribute = schema.attributes.get(name.toLowerCase());
  const { schema: urn } = withUrn({ attribute: name }, schema);
  if (urn !== undefined) {
    grant(leniency, 'extensionWithoutUrn', () =>
      invalidValue(`${name} is an attribute of ${urn}: put it into an object under that.`),
    );
    const { attributes = new Map() } = schema.extensions.get(urn.toLowerCase()) ?? {};
    readObject({ [name]: value }, attributes, { read: extensionOf(read, urn), prefix: `${urn}:`, leniency });
    extensionsUsed.push(urn);
  }
  if (!attribute || attribute.mutability === 'readOnly') return;
  const each = readValue(value, attribute, leniency) ?? (isListOfNamed(attribute) ? [] : undefined);
  if (each !== undefined) read[attribute.name] = each;
}

function extensionOf(read: Record<string, unknown>, urn: string): Record<string, unknown> {
  return (read[urn] ??= {}) as Record<string, unknown>; // this function created it
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Reads the attributes of an object; returns false where there was nothing to read. */
function readObject(
  value: unknown,
  attributes: Attributes,
  { read, prefix, leniency }: Into & { readonly prefix: string },
): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidValue(
      `${prefix === '' ? 'What stands under the URN of the core schema' : prefix.slice(0, -1)} must be an object.`,
    );
  for (const [name, each] of Object.entries(value)) {
    const attribute = attributes.get(name.toLowerCase());
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const part = readValue(each, attribute, leniency, `${prefix}${attribute.name}`);
    if (part !== undefined) read[attribute.name] = part;
  }
  return true;
}
