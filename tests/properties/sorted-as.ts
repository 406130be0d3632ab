import { type Resource, type Sort } from '@rollcall/scim';
import { userNameKey } from '../../apps/user-service/src/domain/user/user-name-key.js';

/**
 * Resources in the order of RFC 7644 §3.4.2.3: by the primary or first value, missing ones last, equal ones in the order of creation;
 * descending is the reverse.
 */
export function sortedAs<Of extends Resource>(resources: readonly Of[], { path, descending }: Sort): Of[] {
  const keyed = resources.map((resource) => ({
    resource,
    key: keyOf({ ...resource } as Readonly<Record<string, unknown>>, path),
    id: resource.id ?? '',
  }));
  keyed.sort((one, other) => compared(one.key, other.key) || compared(one.id, other.id));
  return (descending ? keyed.toReversed() : keyed).map(({ resource }) => resource);
}

type Key = string | number | undefined;

function compared(one: Key, other: Key): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return typeof one === 'string' && typeof other === 'string'
    ? Buffer.compare(Buffer.from(one), Buffer.from(other)) // by code points, as UTF-8 is
    : Number(one) - Number(other);
}

function keyOf(resource: Readonly<Record<string, unknown>>, path: Sort['path']): Key {
  const { subAttribute } = path;
  const root = (path.schema === undefined ? resource : resource[path.schema]) as
    Readonly<Record<string, unknown>> | undefined;
  const found = [root?.[path.attribute] ?? []].flat();
  const first = found.find((each) => (each as { primary?: boolean }).primary === true) ?? found[0];
  const value = subAttribute === undefined ? first : (first as Record<string, unknown> | undefined)?.[subAttribute];
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return undefined;
  if (path.attribute === 'userName') return userNameKey(value); // rule 1
  return exact.has(path.attribute) || exact.has(String(subAttribute)) || path.attribute === 'manager'
    ? value
    : value.toLowerCase();
}

const exact = new Set(['id', 'externalId', 'profileUrl', 'version']);
