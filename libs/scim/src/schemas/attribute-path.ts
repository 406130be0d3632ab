import { invalidPath } from '../errors/refusals.js';
import type { ScimError } from '../errors/scim-error.js';
import type { Attribute, ResourceSchema } from './resource-schema.js';

/** The name of an attribute (RFC 7644 §3.5.2, "attrPath"): `emails.value`, or with its schema's URN in front. */
export interface AttributePath {
  /** URN of an extension; absent for the core schema. */
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}

/** A path, with the schema's definition of the attribute. */
export interface ResolvedPath {
  readonly path: AttributePath;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
}

const name = /^[A-Za-z$][\w$-]*$/;

/**
 * Parses a path as written; the URN, where there is one, ends at the last colon. Undefined where the text is no path.
 */
export function parsePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':');
  const [attribute = '', subAttribute, ...more] = text.slice(colon + 1).split('.');
  if (more.length > 0 || !name.test(attribute) || (subAttribute !== undefined && !name.test(subAttribute)))
    return undefined;
  return {
    ...(colon > 0 ? { schema: text.slice(0, colon) } : {}),
    attribute,
    ...(subAttribute === undefined ? {} : { subAttribute }),
  };
}

export function printPath({ schema, attribute, subAttribute }: AttributePath): string {
  return `${schema === undefined ? '' : `${schema}:`}${attribute}${subAttribute === undefined ? '' : `.${subAttribute}`}`;
}

/**
 * Resolves a path in a schema, without regard to case: names become the schema's, and the core URN is dropped.
 * Undefined where the schema has no such attribute.
 */
export function resolvePath(path: AttributePath, schema: ResourceSchema): ResolvedPath | undefined {
  const urn = path.schema?.toLowerCase();
  const isCore = urn === undefined || schema.coreUrns.has(urn);
  const extension = isCore ? undefined : schema.extensions.get(urn);
  if (!isCore && !extension) return undefined;
  const attribute = (extension?.attributes ?? schema.attributes).get(path.attribute.toLowerCase());
  if (!attribute) return undefined;
  const subAttribute =
    path.subAttribute === undefined ? undefined : attribute.subAttributes?.get(path.subAttribute.toLowerCase());
  if (path.subAttribute !== undefined && !subAttribute) return undefined;
  return {
    path: {
      ...(extension ? { schema: extension.urn } : {}),
      attribute: attribute.name,
      ...(subAttribute ? { subAttribute: subAttribute.name } : {}),
    },
    attribute,
    ...(subAttribute ? { subAttribute } : {}),
  };
}

/** The path of an attribute that only an extension has, with that extension's URN; any other path as it is. */
export function withUrn(path: AttributePath, { attributes, extensions }: ResourceSchema): AttributePath {
  const name = path.attribute.toLowerCase();
  if (path.schema !== undefined || attributes.has(name)) return path;
  const extension = [...extensions.values()].find((each) => each.attributes.has(name));
  return extension ? { ...path, schema: extension.urn } : path;
}

/** The refusal of a text that is no path. */
export function notAPath(text: string): ScimError {
  return invalidPath(
    `"${text.slice(0, 100)}" is no attribute path. Write it like "name.givenName" or emails[type eq "work"].value.`,
  );
}
