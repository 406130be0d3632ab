import { invalidSyntax, invalidValue } from '../errors/refusals.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { assertSchemas } from '../messages/message-schemas.js';
import { member } from '../patch/member.js';
import type { Attribute, Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { Resource } from '../schemas/resources.js';
import { withUrn, type AttributePath } from '../schemas/attribute-path.js';
import { readOrExcuse, type Excuse } from './excuse.js';
import { isObject } from './is-object.js';
import { canonicalPart, isListOfNamed, readValue } from './read-value.js';

/**
 * Reads the body of a POST or PUT: names in any case become the schema's, types are checked, empty values are absent,
 * and unknown or read-only attributes are ignored (RFC 7644 §3.3, §3.5.1).
 * @param of `leniency`: what is taken beyond the standard; `excuse`: takes what is refused about single attributes. Then a required
 *   attribute that was sent may be missing in what is read
 * @throws ScimError invalidSyntax where the body is no object; invalidValue for wrong types and missing required
 *   attributes
 */
export function readResource<T extends Resource>(
  body: unknown,
  schema: ResourceSchema<T>,
  { leniency = 'named', excuse }: Reading & { readonly excuse?: Excuse | undefined } = {},
): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidSyntax(`The body must be a JSON object that describes one ${schema.type.name}.`);
  }
  assertSchemas(body, { of: schema.type.schema.id, also: [...schema.standard.extensions.keys()] }, leniency);
  if (!excuse) assertListsSaidOnce(body, schema.attributes);
  const read: Record<string, unknown> = { schemas: [schema.type.schema.id] };
  const extensionsUsed: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const lower = name.toLowerCase();
    const extension = schema.extensions.get(lower);
    if (extension) {
      grantScim1(lower, schema, leniency);
      const into = { read: extensionOf(read, extension.urn), urn: extension.urn, leniency, excuse };
      if (readObject(value, extension.attributes, into)) extensionsUsed.push(extension.urn);
    } else if (schema.coreUrns.has(lower)) {
      grantScim1(lower, schema, leniency);
      grant(leniency, 'coreUrnAsObject', () => invalidValue(coreStandsAlone));
      readObject(value, schema.attributes, { read, leniency, excuse });
    } else readAttribute(name, value, schema, { read, extensionsUsed, leniency, excuse });
  }
  for (const { urn } of schema.extensions.values()) if (!hasParts(read[urn])) delete read[urn];
  for (const { name, required } of schema.attributes.values()) {
    if (!required || read[name] !== undefined) continue;
    readOrExcuse(isSent(body, name, schema) ? excuse : undefined, { attribute: name }, () => {
      throw invalidValue(`${name} is required and was not sent, or was empty.`);
    });
  }
  const used = [...new Set(extensionsUsed)].filter((urn) => read[urn] !== undefined);
  read['schemas'] = [schema.type.schema.id, ...used];
  return read as T; // built attribute by attribute from the schema that T belongs to
}

/**
 * Names in any case are the same (RFC 7643 §2.1): of two lists nobody knows which is meant, and one may empty what the other fills.
 * @throws ScimError invalidSyntax
 */
function assertListsSaidOnce(body: object, attributes: Attributes): void {
  const said = new Map<string, [name: string, value: unknown]>();
  for (const [name, value] of Object.entries(body)) {
    const lower = name.toLowerCase();
    const [before, other] = said.get(lower) ?? [];
    said.set(lower, [name, value]);
    if (before === undefined || !attributes.get(lower)?.multiValued || JSON.stringify(other) === JSON.stringify(value))
      continue;
    throw invalidSyntax(`The body has "${before}" and "${name}", which are the same attribute. Send it once.`);
  }
}

function isSent(body: object, name: string, { coreUrns }: ResourceSchema): boolean {
  return Object.entries(body).some(([key, value]) => {
    const lower = key.toLowerCase();
    return (
      lower === name.toLowerCase() || (coreUrns.has(lower) && isObject(value) && member(value, name) !== undefined)
    );
  });
}

const coreStandsAlone = 'Attributes of the core schema stand in the resource itself, not under their URN.';

function grantScim1(urn: string, { standard }: ResourceSchema, leniency: Leniency): void {
  if (!standard.extensions.has(urn) && !standard.coreUrns.has(urn))
    grant(leniency, 'scim1Urns', () => invalidValue(`${urn} is a schema of SCIM 1.x.`));
}

interface Into {
  /** What has been read. */
  readonly read: Record<string, unknown>;
  /** Of the extension whose attributes are read; absent for the core schema. */
  readonly urn?: string;
  readonly leniency: Leniency;
  readonly excuse: Excuse | undefined;
}

/** Reads a top-level attribute: of the core schema, or one that only an extension has. */
function readAttribute(
  name: string,
  value: unknown,
  schema: ResourceSchema,
  { read, extensionsUsed, leniency, excuse }: Into & { readonly extensionsUsed: string[] },
): void {
  const attribute = schema.attributes.get(name.toLowerCase());
  const { schema: urn } = withUrn({ attribute: name }, schema);
  if (urn !== undefined) {
    grant(leniency, 'extensionWithoutUrn', () =>
      invalidValue(`${name} is an attribute of ${urn}: put it into an object under that.`),
    );
    const { attributes = new Map() } = schema.extensions.get(urn.toLowerCase()) ?? {};
    readObject({ [name]: value }, attributes, { read: extensionOf(read, urn), urn, leniency, excuse });
    extensionsUsed.push(urn);
  }
  if (!attribute || attribute.mutability === 'readOnly') return;
  const each = valueOf(value, attribute, { read, leniency, excuse }) ?? (isListOfNamed(attribute) ? [] : undefined);
  if (each !== undefined) read[attribute.name] = each;
}

/** The value of one attribute; of a complex one, what is refused about a part is excused by itself. */
function valueOf(value: unknown, attribute: Attribute, { urn, leniency, excuse }: Into): unknown {
  const path: AttributePath = { ...(urn === undefined ? {} : { schema: urn }), attribute: attribute.name };
  const reading = (of: unknown) => () =>
    readValue(of, attribute, leniency, urn === undefined ? attribute.name : `${urn}:${attribute.name}`);
  if (!excuse || attribute.multiValued || !attribute.subAttributes || !isObject(value))
    return readOrExcuse(excuse, path, reading(value));
  const parts = Object.entries(value).map(([name, part]) => {
    const subAttribute = attribute.subAttributes?.get(canonicalPart(attribute, name, leniency))?.name ?? name;
    return readOrExcuse(excuse, { ...path, subAttribute }, reading({ [name]: part }));
  });
  const all: Record<string, unknown> = Object.assign({}, ...parts);
  return Object.keys(all).length > 0 ? all : undefined;
}

function extensionOf(read: Record<string, unknown>, urn: string): Record<string, unknown> {
  return (read[urn] ??= {}) as Record<string, unknown>; // this function created it
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Reads the attributes of an object; returns false where there was nothing to read. */
function readObject(value: unknown, attributes: Attributes, into: Into): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidValue(`${into.urn ?? 'What stands under the URN of the core schema'} must be an object.`);
  for (const [name, each] of Object.entries(value)) {
    const attribute = attributes.get(name.toLowerCase());
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const part = valueOf(each, attribute, into);
    if (part !== undefined) into.read[attribute.name] = part;
  }
  return true;
}
