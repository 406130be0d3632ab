import {
  groupResourceSchema,
  matchesFilter,
  readFilter,
  readListQuery,
  userResourceSchema,
  type GroupResource,
} from '@rollcall/scim';
import type { Filter, TeamChange, UserBrief } from '@rollcall/contracts';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { sortAttribute, translated } from '../../apps/scim-gateway/src/resources/search-filter.js';
import type { Call } from '../../apps/scim-gateway/src/http/request-context.js';
import { withSortKeys } from '../../apps/scim-gateway/src/search/sort-keys.js';
import { groupReference, groupToScim, membersToScim } from '../../apps/scim-gateway/src/resources/team-mapping.js';
import { teamNameKey } from '../../apps/team-service/src/domain/team-name.js';
import { sharedWorld } from '../../apps/team-service/test/support/shared-world.js';
import { team } from '../../apps/team-service/test/support/team-world.js';
import { anyGroupFilter, readFilters, servedAt } from './served-filters.js';
import { sortedAs } from './sorted-as.js';

const world = await sharedWorld();

/** How a team came to be: pushed, and handed back or not; made in the product; or made there, and then pushed, renamed or not, and it waits for an admin (rule 26). */
type Kind = 'pushed' | 'handed-back' | 'made' | 'kept' | 'kept-renamed';

interface Given {
  readonly name: string;
  readonly kind: Kind;
  readonly externalId: string | undefined;
  readonly members: readonly number[];
  /** Of a team that is made in the product: its members there. */
  readonly byHand: readonly number[];
}

/** Names of people: not in the order of their ids, in either case, one of nobody. */
const named = (people: readonly string[]): UserBrief[] =>
  people.slice(1).map((id, at) => {
    const userName = ['c@x.io', 'B@x.io', 'b@x.io', 'a@x.io'][at] ?? '';
    return { id, version: 1, userName, active: true, managedBy: 'directory', released: false };
  });

/** As users are served. */
async function teamsOf(accountId: string, userIds: readonly string[]) {
  const [teams] = await world.readModel.teamsOf([{ accountId, userIds }]);
  return teams ?? {};
}

/** An account with pushed groups, some of which wait for an admin, and teams made in the product, which have some of five people each. */
async function account(given: readonly Given[]) {
  const acme = world.of(world.users.newAccount({ teamTakeover: 'review' }));
  const people = [0, 1, 2, 3, 4].map(() => acme.join());
  const those = (pick: readonly number[]) => [...new Set(pick)].map((at) => people[at] ?? '');
  for (const [at, each] of given.entries()) await make(acme, { ...each, name: `${each.name} ${at}` }, those);
  const search = { accountId: acme.accountId, scope: 'all', as: 'group', offset: 0, limit: 100 } as const;
  const { teams } = await world.readModel.search(search);
  const groups = await Promise.all(
    teams.map(async (each): Promise<GroupResource> => {
      // as they are served, one by one
      const view = await world.readModel.team(acme.accountId, each.id, 'group');
      expect(each).toEqual(view);
      const { userIds } = await world.readModel.members(acme.accountId, each.id, { limit: 100 });
      const shown = userIds.length > 0 ? { members: membersToScim(userIds, named(people), servedAt) } : {};
      return { ...groupToScim(each, servedAt), ...shown };
    }),
  );
  expect(groups).toHaveLength(given.length);
  return { accountId: acme.accountId, search, people, groups };
}

type Account = ReturnType<typeof world.of>;

async function make(
  acme: Account,
  { name, kind, externalId, members, byHand }: Given,
  those: (pick: readonly number[]) => string[],
): Promise<void> {
  const id = externalId === undefined ? {} : { externalId };
  if (kind === 'pushed' || kind === 'handed-back') {
    const { id: pushed } = team(await acme.push(name, those(members), undefined, id));
    if (kind === 'handed-back') team(await acme.handBack(pushed));
    else for (const userId of those(byHand)) team(await acme.addByHand(pushed, userId)); // not on the roster, and not shown
    return;
  }
  const made = team(await acme.createByHand(name)).id;
  for (const userId of those(byHand)) team(await acme.addByHand(made, userId));
  if (kind === 'made') return;
  team(await acme.push(name, [], undefined, id));
  const changes: TeamChange[] = [{ change: 'replace-members', members: { userIds: those(members) } }];
  if (kind === 'kept-renamed') changes.push({ change: 'rename', displayName: `Other ${name}` });
  team(await acme.change(made, changes));
}

/** Who tells what other services sort by. */
const tellers = (accountId: string, people: readonly string[]) => ({
  users: {
    ids: () => Promise.resolve(people),
    briefs: (ids: readonly string[]) => Promise.resolve(named(people).filter(({ id }) => ids.includes(id))),
  },
  teams: {
    firstTeams: (userIds: readonly string[]) => world.readModel.firstTeams({ accountId, userIds }),
    firstMembers: (filter: Filter) => world.readModel.firstMembers({ accountId, filter }),
  },
});
const call = {} as Call; // nobody who answers here looks at it

const name = fc.constantFrom('Crew', 'crew', 'Ärzte', 'A\u0308rzte', 'ΑΣ', 'Design "North"', 'Cre\u200Bw', '豈', '𐐀');
const someOfFive = fc.array(fc.nat(4), { maxLength: 4 });
const groupsOf = fc.array(
  fc.record<Given>({
    name,
    kind: fc.constantFrom('pushed', 'pushed', 'handed-back', 'made', 'kept', 'kept-renamed'),
    externalId: fc.constantFrom(undefined, 'g1', 'G1', '2'),
    members: someOfFive,
    byHand: someOfFive,
  }),
  { minLength: 2, maxLength: 5 },
);
const keys = { displayName: teamNameKey, 'groups.display': teamNameKey };

describe('a search of teams', () => {
  it('finds those that fulfil the filter by the standard, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.nat(), async (given, seed) => {
        const { search, groups, people } = await account(given);
        const known = {
          texts: groups.flatMap(({ displayName, externalId = 'g1' }) => [
            externalId,
            displayName,
            displayName.toUpperCase(),
            displayName.slice(0, 3),
            displayName.replace('Other ', ''),
          ]),
          times: groups.flatMap(({ meta }) => meta?.created ?? []),
          ids: [...people, ...groups.flatMap(({ id }) => id ?? []), uuidv7()],
        };
        const texts = fc.sample(anyGroupFilter(known), { numRuns: 60, seed });
        const filters = readFilters(texts, groupResourceSchema);
        expect(filters.length).toBeGreaterThan(40);
        for (const { text, filter } of filters) {
          const page = await world.readModel.search({
            ...search,
            filter: translated(filter, 'Group', servedAt).filter,
          });
          const expected = groups.filter((group) => matchesFilter(filter, group, groupResourceSchema, keys));
          const found = page.teams.map(({ id }) => id);
          expect({ text, found }).toEqual({ text, found: expected.map(({ id }) => id) });
        }
      }),
      { numRuns: 12 * testTimes },
    );
  });

  it('is sorted as asked, by members too, whole and page by page', async () => {
    const ofMeta = ['created', 'lastModified', 'location', 'resourceType', 'version'].map((part) => `meta.${part}`);
    const ofMembers = ['members', 'members.value', 'members.$ref', 'members.type', 'members.display'];
    const sortBy = fc.constantFrom('displayName', 'externalId', 'id', ...ofMembers, ...ofMeta);
    const asked = fc.tuple(sortBy, fc.constantFrom('ascending', 'descending'), fc.integer({ min: 1, max: 3 }));
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.array(asked, { minLength: 8, maxLength: 8 }), async (given, lists) => {
        const { search, groups, people, accountId } = await account(given);
        for (const [by, sortOrder, limit] of lists) {
          const { sort: order } = readListQuery({ sortBy: by, sortOrder }, groupResourceSchema);
          if (!order) throw new Error(`${by} is no attribute`);
          const attribute = sortAttribute(order.path);
          const ordered = attribute && { attribute, descending: order.descending };
          const sort = ordered
            ? { sort: await withSortKeys(ordered, { idsInFilter: 0 }, tellers(accountId, people), call) }
            : {};
          const ids = (of: readonly { readonly id?: string }[]) => of.map(({ id }) => id);
          const expected = ids(attribute === undefined ? groups : sortedAs(groups, order));
          let page = await world.readModel.search({ ...search, ...sort, limit });
          const found = ids(page.teams);
          while (page.next) {
            page = await world.readModel.search({ ...search, ...sort, limit, place: page.next });
            found.push(...ids(page.teams));
          }
          expect({ by, sortOrder, found }).toEqual({ by, sortOrder, found: expected });
        }
      }),
      { numRuns: 10 * testTimes },
    );
  });

  it('answers for users which team of each is the first, in accounts of any size and without those of others', async () => {
    await fc.assert(
      fc.asyncProperty(groupsOf, async (given) => {
        const { accountId, people } = await account(given);
        const teams = await teamsOf(accountId, people);
        const first = await world.readModel.firstTeams({ accountId, userIds: [...people.slice(1), uuidv7(), 'x'] });
        const found = first.flatMap(({ userIds, ...of }) => userIds.map((id): [string, object] => [id, of]));
        const shown = people.slice(1).flatMap((id): [string, object][] => (teams[id]?.[0] ? [[id, teams[id][0]]] : []));
        expect(found).toHaveLength(shown.length);
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(shown));
      }),
      { numRuns: 8 * testTimes },
    );
  });

  it('answers for users which of them a filter on their groups finds', async () => {
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.nat(), async (given, seed) => {
        const { accountId, groups, people } = await account(given);
        const teams = await teamsOf(accountId, people);
        const users = people.map((id) => {
          const references = teams[id]?.map((each) => groupReference(each, servedAt)) ?? [];
          return { id, ...(references.length > 0 ? { groups: references } : {}) };
        });
        const ids = [...groups.flatMap((each) => each.id ?? []), uuidv7()];
        const value = fc.constantFrom(...ids, ...groups.map(({ displayName }) => displayName.toLowerCase()), 'direct');
        const part = fc.constantFrom('value', 'display', 'type', '$ref');
        const compared = fc
          .tuple(part, fc.constantFrom('eq', 'ne', 'co', 'sw', 'gt'), value)
          .map(([of, how, to]) => `${of} ${how} ${JSON.stringify(to)}`);
        const one = fc.oneof(
          compared.map((each) => `groups.${each}`),
          fc.tuple(compared, compared).map(([a, b]) => `groups[${a} and not (${b})]`),
          fc.constantFrom('groups pr', 'groups eq null', 'groups.display ne null'),
        );
        for (const text of fc.sample(one, { numRuns: 30, seed })) {
          const filter = readFilter(text, userResourceSchema);
          const { filter: asked, subqueries } = translated(filter, 'User', servedAt);
          const [subquery] = subqueries;
          if (!subquery) throw new Error(`${text} asks nobody`);
          const memberIds = await world.readModel.memberIds({ accountId, filter: subquery.filter });
          const found = new Set(memberIds);
          const isNegated = asked.is === 'not';
          const expected = users
            .filter((user) => matchesFilter(filter, user, userResourceSchema, keys))
            .map(({ id }) => id);
          expect({ text, found: people.filter((id) => found.has(id) !== isNegated) }).toEqual({
            text,
            found: expected,
          });
        }
      }),
      { numRuns: 8 * testTimes },
    );
  });
});
