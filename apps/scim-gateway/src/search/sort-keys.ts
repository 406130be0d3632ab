import {
  everything,
  inChunks,
  maxIds,
  Refusal,
  type Filter,
  type FirstTeam,
  type SortKey,
  type SortOrder,
} from '@rollcall/contracts';
import { tooMany } from '@rollcall/scim';
import type { QueryClients } from '../clients/query-clients.js';
import type { Call } from '../http/request-context.js';

/*
 * What lists are sorted by that another service has: users by their first group, which team-service has, and groups by the name of their
 * first member, which user-service has. The other service is asked for all resources that the filter finds, however short the page is.
 */

/** The keys of a list have at most so many bytes together, beside the ids: both fit into one question. */
const maxKeyBytes = 2_000_000;
/** Texts are sorted by so many characters, as services sort their own. */
const sortedCharacters = 200;
/** As many as one question about names may have. */
const namesAtOnce = 5_000;

/** The attribute whose ids have keys; undefined where the owner of the resources has what they are sorted by. */
export function idsOfKeys(attribute: string): string | undefined {
  if (attribute.startsWith('groups.')) return 'id';
  return attribute === 'members.display' ? 'members.value' : undefined;
}

interface Askable {
  readonly users: Pick<QueryClients['users'], 'ids' | 'briefs'>;
  readonly teams: Pick<QueryClients['teams'], 'firstTeams' | 'firstMembers'>;
}

interface Sorted {
  readonly filter?: Filter;
  /** How many ids the filter itself names: all of them fit in one question. */
  readonly idsInFilter: number;
}

/**
 * The order of a list, with the keys that another service has; as it is where the owner of the resources has what it is sorted by.
 * @throws ScimError tooMany
 */
export async function withSortKeys(sort: SortOrder, sorted: Sorted, clients: Askable, call: Call): Promise<SortOrder> {
  const attribute = idsOfKeys(sort.attribute);
  if (attribute === undefined) return sort;
  const isOfUsers = attribute === 'id';
  try {
    const keys = isOfUsers
      ? await keysOfUsers(sort.attribute, sorted, clients, call)
      : await keysOfGroups(sorted, clients, call);
    return { ...sort, attribute, keys };
  } catch (error) {
    throw error instanceof Refusal && error.code === 'too-many-found' ? tooLong(isOfUsers) : error;
  }
}

async function keysOfUsers(attribute: string, { filter, idsInFilter }: Sorted, clients: Askable, call: Call) {
  const ids = await clients.users.ids(filter ?? everything, call);
  assertFew(ids.length + idsInFilter);
  const teams = await clients.teams.firstTeams(ids, call);
  return fitting(teams.map(({ userIds, ...team }) => ({ key: keyOf(attribute, team), ids: userIds })));
}

function keyOf(attribute: string, { id, displayName }: Pick<FirstTeam, 'id' | 'displayName'>): string {
  if (attribute === 'groups.display') return folded(displayName);
  return attribute === 'groups.type' ? 'direct' : id; // addresses are ids behind the same text
}

async function keysOfGroups({ filter, idsInFilter }: Sorted, { teams, users }: Askable, call: Call) {
  const ids = await teams.firstMembers(filter ?? everything, call);
  assertFew(ids.length + idsInFilter);
  const keys: SortKey[] = [];
  for (const some of inChunks(ids, namesAtOnce)) {
    const named = await users.briefs(some, call);
    for (const { id, userName } of named) keys.push({ key: folded(userName), ids: [id] });
  }
  return fitting(keys);
}

const folded = (text: string) => [...text.toLowerCase()].slice(0, sortedCharacters).join('');

function assertFew(count: number): void {
  if (count > maxIds) throw new Refusal('too-many-found', { most: maxIds });
}

/** @throws Refusal too-many-found where the keys are longer than one service tells another */
function fitting(keys: readonly SortKey[]): readonly SortKey[] {
  const bytes = keys.reduce((sum, { key }) => sum + Buffer.byteLength(key), 0);
  if (bytes > maxKeyBytes) throw new Refusal('too-many-found', { most: maxIds });
  return keys;
}

function tooLong(isOfUsers: boolean) {
  const [what, by, other] = isOfUsers
    ? ['users', 'their groups', 'displayName']
    : ['groups', 'the names of their members', 'members.value'];
  return tooMany(
    `A list of ${what} can be sorted by ${by} where it has no more than ${maxIds.toLocaleString('en')} of them, and this one is longer. ` +
      `Narrow it with a filter, or sort it by another attribute (${other}).`,
  );
}
