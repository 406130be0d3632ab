import { invalidSyntax, invalidValue } from '../errors/refusals.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { assertSchemas } from '../messages/message-schemas.js';
import { member } from '../patch/member.js';
import type { Attribute, Attributes, ResourceSchema } from '../schemas/resource-schema.js';
import type { Resource } from '../schemas/resources.js';
import { withUrn, type AttributePath } from '../schemas/attribute-path.js';
import { readOrExcuse, refuseOrExcuse, type Excuse } from './excuse.js';
import { isObject } from './is-object.js';
import { canonicalPart, isListOfNamed, readValue } from './read-value.js';
import { saidOnce, writable } from './said-once.js';

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
  const read: Record<string, unknown> = { schemas: [schema.type.schema.id] };
  const extensionsUsed: string[] = [];
  const said = saidOnce(Object.entries(body), meaningIn(schema), (meant, refusal) =>
    refuseOrExcuse(excuse, withUrn({ attribute: meant }, schema), refusal),
  );
  for (const [name, value] of said) {
    const lower = name.toLowerCase();
    const extension = schema.extensions.get(lower);
    if (extension) {
      grantScim1(lower, schema, leniency);
      const into = { read: extensionOf(read, extension.urn), urn: extension.urn, leniency, excuse };
      const isOfExtension = (urn: string) => schema.extensions.get(urn) === extension;
      if (readObjects(objectsUnder(name, body, isOfExtension), extension.attributes, into))
        extensionsUsed.push(extension.urn);
    } else if (schema.coreUrns.has(lower)) {
      grantScim1(lower, schema, leniency);
      grant(leniency, 'coreUrnAsObject', () => invalidValue(coreStandsAlone));
      const isCore = (urn: string) => schema.coreUrns.has(urn);
      readObjects(objectsUnder(name, body, isCore), schema.attributes, { read, leniency, excuse });
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

/** What a name at top level means: an attribute, also of an extension. URNs may be there twice: what stands under them is looked at. */
const meaningIn = (schema: ResourceSchema) => (name: string) => {
  const { schema: urn } = withUrn({ attribute: name }, schema);
  const { attributes } = (urn === undefined ? undefined : schema.extensions.get(urn.toLowerCase())) ?? schema;
  return writable(attributes.get(name.toLowerCase()));
};

/** What stands under URNs of one schema, however these are written. @returns nothing but for the first of them, since all are read as one */
function objectsUnder(first: string, body: object, isUrn: (lower: string) => boolean): unknown[] {
  const under = Object.entries(body).filter(([name]) => isUrn(name.toLowerCase()));
  return under[0]?.[0] === first ? under.map(([, value]) => value as unknown) : [];
}

function isSent(body: object, name: string, { coreUrns }: ResourceSchema): boolean {
  return Object.entries(body).some(([key, value]) => {
    const lower = key.toLowerCase();
    return (
      lower === name.toLowerCase() ||
      (coreUrns.has(lower) && isObject(value) && member(value, name.toLowerCase()) !== undefined)
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
    readObjects([{ [name]: value }], attributes, { read: extensionOf(read, urn), urn, leniency, excuse });
    extensionsUsed.push(urn);
  }
  if (!attribute || attribute.mutability === 'readOnly') return;
  const each = valueOf(value, attribute, { read, leniency, excuse }) ?? (isListOfNamed(attribute) ? [] : undefined);
  if (each !== undefined) read[attribute.name] = each;
}

/** The value of one attribute; of a complex one, what is refused about a part is excused by itself. */
function valueOf(value: unknown, attribute: Attribute, { urn, leniency, excuse }: Into): unknown {
  const path = pathOf(attribute.name, { urn });
  const reading = (of: unknown) => () =>
    readValue(of, attribute, leniency, urn === undefined ? attribute.name : `${urn}:${attribute.name}`);
  if (!excuse || attribute.multiValued || !attribute.subAttributes || !isObject(value))
    return readOrExcuse(excuse, path, reading(value));
  const partOf = (name: string) => attribute.subAttributes?.get(canonicalPart(attribute, name, leniency))?.name;
  const said = saidOnce(Object.entries(value), partOf, (subAttribute, refusal) =>
    refuseOrExcuse(excuse, { ...path, subAttribute }, refusal),
  );
  const parts = said.map(([name, part]) =>
    readOrExcuse(excuse, { ...path, subAttribute: partOf(name) ?? name }, reading({ [name]: part })),
  );
  const all: Record<string, unknown> = Object.assign({}, ...parts);
  return Object.keys(all).length > 0 ? all : undefined;
}

function extensionOf(read: Record<string, unknown>, urn: string): Record<string, unknown> {
  return (read[urn] ??= {}) as Record<string, unknown>; // this function created it
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Reads the attributes of objects, as if they were one; returns false where there was nothing to read. */
function readObjects(values: readonly unknown[], attributes: Attributes, into: Into): boolean {
  const objects = values.filter((value) => value !== null && value !== undefined && value !== '');
  const entries = objects.flatMap((value) => {
    if (isObject(value)) return Object.entries(value);
    throw invalidValue(`${into.urn ?? 'What stands under the URN of the core schema'} must be an object.`);
  });
  const meaning = (name: string) => writable(attributes.get(name.toLowerCase()));
  const said = saidOnce(entries, meaning, (attribute, refusal) =>
    refuseOrExcuse(into.excuse, pathOf(attribute, into), refusal),
  );
  for (const [name, each] of said) {
    const attribute = attributes.get(name.toLowerCase());
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const part = valueOf(each, attribute, into);
    if (part !== undefined) into.read[attribute.name] = part;
  }
  return objects.length > 0;
}

const pathOf = (attribute: string, { urn }: Pick<Into, 'urn'>): AttributePath =>
  urn === undefined ? { attribute } : { schema: urn, attribute };
