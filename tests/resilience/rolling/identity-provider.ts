import type { ScimClient } from '../load/scim-client.ts';
import type { Tally } from './tally.ts';

const patch = (...operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

const personOf = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  name: { givenName: 'Ro', familyName: 'Ling' },
  active: true,
});

let next = 0;
const unique = () => `${Date.now().toString(36)}-${(next += 1)}`;

/** A person of its own and a group, again and again: created, looked up, changed, put into the group, taken out, gone. */
export async function provision(
  client: ScimClient,
  token: string,
  { tally, isOver }: { readonly tally: Tally; isOver(this: void): boolean },
): Promise<void> {
  const step = tally.as(client, token);
  const made = await step('POST', '/Groups', 201, { displayName: `Rolling ${unique()}` });
  const members = `/Groups/${(made.body as { id?: string } | undefined)?.id ?? ''}`;
  while (!isOver()) {
    const userName = `rolling-${unique()}@example.com`;
    const created = await step('POST', '/Users', 201, personOf(userName));
    const value = (created.body as { id?: string } | undefined)?.id;
    if (value === undefined) continue;
    const at = `/Users/${value}`;
    await step('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`, 200);
    await step('PATCH', at, 200, patch({ op: 'replace', value: { title: 'Surveyor' } }));
    await step('PATCH', members, 204, patch({ op: 'add', path: 'members', value: [{ value }] }));
    await step('GET', at, 200);
    await step('PATCH', members, 204, patch({ op: 'remove', path: `members[value eq "${value}"]` }));
    await step('PATCH', at, 200, patch({ op: 'replace', value: { active: false } }));
    await step('DELETE', at, 204);
  }
}
