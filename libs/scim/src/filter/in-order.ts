import type { Sort } from '../messages/list-query.js';
import { resolvePath } from '../schemas/attribute-path.js';
import type { ResourceSchema } from '../schemas/resource-schema.js';
import { inCodePoints } from './code-points.js';

/**
 * Resources whose attributes are single values, in the order that is asked for: missing values come last, texts are compared without regard to
 * case unless the schema says so, equal ones stay as they are (RFC 7644 §3.4.2.3). Descending is the reverse.
 */
export function inOrder<Of extends object>(
  resources: readonly Of[],
  { path, descending }: Sort,
  schema: ResourceSchema,
): Of[] {
  const found = resolvePath(path, schema);
  const isExact = (found?.subAttribute ?? found?.attribute)?.caseExact === true;
  const keyed = resources.map((resource) => {
    const text = textAt(resource, path);
    return { resource, key: isExact ? text : text?.toLowerCase() };
  });
  keyed.sort((one, other) => compared(one.key, other.key));
  const sorted = keyed.map(({ resource }) => resource);
  return descending ? sorted.toReversed() : sorted;
}

function textAt(resource: object, { attribute, subAttribute }: Sort['path']): string | undefined {
  const names = subAttribute === undefined ? [attribute] : [attribute, subAttribute];
  const held = names.reduce<unknown>((of, name) => (of as Record<string, unknown> | undefined)?.[name], resource);
  return typeof held === 'string' ? held : undefined;
}

function compared(one: string | undefined, other: string | undefined): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  return other === undefined ? -1 : inCodePoints(one, other);
}
