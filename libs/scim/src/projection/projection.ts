import type { Leniency, Reading } from '../leniencies/leniency.js';
import { parsePath, resolvePath, withUrn } from '../schemas/attribute-path.js';
import type { Attribute, ResourceSchema } from '../schemas/resource-schema.js';

/** The attributes of a resource that an answer contains (RFC 7644 §3.9). */
export interface Projection {
  /** Whether anything of this top-level attribute is returned. If not, a caller need not load it. */
  wants(attribute: string): boolean;
  /** Undefined: everything that is returned by default. */
  readonly only?: ReadonlyMap<string, ReadonlySet<string> | 'whole'>;
  readonly not?: ReadonlyMap<string, ReadonlySet<string> | 'whole'>;
  readonly schema: ResourceSchema;
}

/**
 * Reads `attributes` and `excludedAttributes`. Where both are given, `attributes` counts. The URN of a schema means all of its attributes.
 * Names that the schema does not know are ignored; one that only an extension has needs no URN (leniency: extensionWithoutUrn).
 */
export function readProjection(
  of: {
    readonly attributes?: string | readonly string[] | undefined;
    readonly excludedAttributes?: string | readonly string[] | undefined;
  },
  schema: ResourceSchema,
  { leniency = 'named' }: Reading = {},
): Projection {
  const only = selection(of.attributes, schema, leniency);
  const not = only ? undefined : selection(of.excludedAttributes, schema, leniency);
  return {
    schema,
    wants: (attribute) =>
      isAlwaysReturned(attribute, schema) || (only ? only.has(attribute) : not?.get(attribute) !== 'whole'),
    ...(only ? { only } : {}),
    ...(not ? { not } : {}),
  };
}

function isAlwaysReturned(name: string, schema: ResourceSchema): boolean {
  return name === 'schemas' || schema.attributes.get(name.toLowerCase())?.returned === 'always';
}

/**
 * Copies a resource with the attributes that the projection selects. Attributes that are always returned stay, those
 * that are never returned are left out.
 */
export function project(resource: object, { only, not, schema }: Projection): object {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) {
    const attribute = schema.attributes.get(name.toLowerCase());
    const kept = shownValue(name, value, attribute, only, not);
    if (kept !== undefined) shown[name] = kept;
  }
  return shown;
}

type Selection = ReadonlyMap<string, ReadonlySet<string> | 'whole'>;

function shownValue(
  name: string,
  value: unknown,
  attribute: Attribute | undefined,
  only?: Selection,
  not?: Selection,
): unknown {
  if (name === 'schemas' || attribute?.returned === 'always') return value;
  if (attribute?.returned === 'never') return undefined;
  const included = only?.get(name);
  if (only)
    return included === undefined
      ? undefined
      : included === 'whole'
        ? value
        : parts(value, (part) => included.has(part));
  if (attribute?.returned === 'request') return undefined;
  const excluded = not?.get(name);
  if (excluded === undefined) return value;
  return excluded === 'whole' ? undefined : parts(value, (part) => !excluded.has(part));
}

function parts(value: unknown, wanted: (part: string) => boolean): unknown {
  if (Array.isArray(value)) {
    const elements = value.map((each) => parts(each, wanted)).filter((each) => each !== undefined);
    return elements.length > 0 ? elements : undefined;
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([part]) => wanted(part));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function selection(
  names: string | readonly string[] | undefined,
  schema: ResourceSchema,
  leniency: Leniency,
): Selection | undefined {
  const list = (typeof names === 'string' ? [names] : (names ?? []))
    .flatMap((each) => each.split(','))
    .map((each) => each.trim());
  const wanted = list.filter((each) => each !== '');
  if (wanted.length === 0) return undefined;
  const selected = new Map<string, Set<string> | 'whole'>();
  for (const text of wanted) select(text, { schema, leniency }, selected);
  return selected;
}

function select(
  text: string,
  { schema, leniency }: { readonly schema: ResourceSchema; readonly leniency: Leniency },
  selected: Map<string, Set<string> | 'whole'>,
): void {
  const urn = text.toLowerCase();
  const extension = schema.extensions.get(urn);
  if (extension) return void selected.set(extension.urn, 'whole');
  if (schema.coreUrns.has(urn))
    return [...schema.attributes.values()].forEach(({ name }) => selected.set(name, 'whole'));
  const parsed = parsePath(text);
  const found = parsed && resolvePath(leniency === 'none' ? parsed : withUrn(parsed, schema), schema);
  if (!found) return;
  // An extension is one object at top level; its attributes are its sub-attributes.
  const [top, part] = found.path.schema
    ? [found.path.schema, found.path.attribute]
    : [found.path.attribute, found.path.subAttribute];
  const known = selected.get(top);
  if (part === undefined || known === 'whole') selected.set(top, 'whole');
  else selected.set(top, (known ?? new Set<string>()).add(part));
}
