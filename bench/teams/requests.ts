import type { World } from './world.ts';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

/** PATCH bodies as identity providers send them for groups and, for comparison, for users. */
export const added = (value: string): string => addedAll([value]);
export const removed = (value: string): string => patch({ op: 'remove', path: `members[value eq "${value}"]` });
/** Replaces all members, or adds them to the current ones. */
export const replacedBy = (ids: readonly string[]): string =>
  patch({ op: 'replace', path: 'members', value: valuesOf(ids) });
export const addedAll = (ids: readonly string[]): string => patch({ op: 'add', path: 'members', value: valuesOf(ids) });
export const titled = (title: string): string => patch({ op: 'replace', value: { title } });

export function group(displayName: string, ids: readonly string[]): string {
  const members = ids.map((value) => ({ value, display: `${value}@example.com` }));
  return JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members });
}

/** Pushes a group and returns its id. */
export const pushed = (world: World, displayName: string, ids: readonly string[]): Promise<string> =>
  posted(world, group(displayName, ids));

export async function posted({ scim }: World, body: string): Promise<string> {
  const answer = await scim.send('POST', '/Groups', 201, body);
  const [, id = ''] = /"id":"([^"]+)"/.exec(answer) ?? [];
  return id;
}

const valuesOf = (ids: readonly string[]) => ids.map((value) => ({ value }));

const patch = (operation: object) => JSON.stringify({ schemas, Operations: [operation] });
