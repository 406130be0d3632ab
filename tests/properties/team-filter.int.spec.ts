import {
  groupResourceSchema,
  matchesFilter,
  readFilter,
  readListQuery,
  userResourceSchema,
  type GroupResource,
} from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sortAttribute, translated } from '../../apps/scim-gateway/src/resources/search-filter.js';
import { groupReference, groupToScim, membersToScim } from '../../apps/scim-gateway/src/resources/team-mapping.js';
import { team, teamWorld } from '../../apps/team-service/test/support/team-world.js';
import { anyGroupFilter, readFilters, servedAt } from './served-filters.js';
import { sortedAs } from './sorted-as.js';

let world: Awaited<ReturnType<typeof teamWorld>>;
beforeAll(async () => {
  world = await teamWorld();
});
afterAll(async () => {
  await world?.close();
});

/** An account with pushed groups and a team made in the product, which have some of five people each. */
async function account(names: readonly string[], picks: readonly (readonly number[])[]) {
  const acme = world.of(world.users.newAccount());
  const people = [0, 1, 2, 3, 4].map(() => acme.join());
  const members = picks.map((pick) => [...new Set(pick)].map((at) => people[at] ?? ''));
  const ids: string[] = [];
  for (const [at, name] of names.entries()) ids.push(team(await acme.push(`${name} ${at}`, members[at] ?? [])).id);
  const search = { accountId: acme.accountId, scope: 'all', offset: 0, limit: 100 } as const;
  const { teams } = await world.readModel.search(search);
  const groups = teams.map((each): GroupResource => {
    const own = (members[ids.indexOf(each.id)] ?? []).toSorted(); // as they are served
    const shown = own.length > 0 ? { members: membersToScim(own, [], servedAt) } : {};
    return { ...groupToScim(each, servedAt), ...shown };
  });
  return { accountId: acme.accountId, search, people, groups };
}

const name = fc.constantFrom('Crew', 'crew', 'Ärzte', 'ΑΣ', 'Design "North"');
const groupsOf = fc.array(fc.tuple(name, fc.array(fc.nat(4), { maxLength: 4 })), { minLength: 2, maxLength: 5 });

describe('a search of teams', () => {
  it('finds those that fulfil the filter by the standard, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.nat(), async (given, seed) => {
        const { search, groups, people } = await account(
          given.map(([each]) => each),
          given.map(([, pick]) => pick),
        );
        const known = {
          texts: groups.flatMap(({ displayName }) => [displayName, displayName.toUpperCase(), displayName.slice(0, 3)]),
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
          const expected = groups.filter((group) => matchesFilter(filter, group, groupResourceSchema));
          const found = page.teams.map(({ id }) => id);
          expect({ text, found }).toEqual({ text, found: expected.map(({ id }) => id) });
        }
      }),
      { numRuns: 12 * testTimes },
    );
  });

  it('is sorted as asked, by members too, whole and page by page', async () => {
    const ofMeta = ['created', 'lastModified', 'location', 'resourceType', 'version'].map((part) => `meta.${part}`);
    const ofMembers = ['members', 'members.value', 'members.$ref', 'members.type'];
    const sortBy = fc.constantFrom('displayName', 'externalId', 'id', ...ofMembers, ...ofMeta);
    const asked = fc.tuple(sortBy, fc.constantFrom('ascending', 'descending'), fc.integer({ min: 1, max: 3 }));
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.array(asked, { minLength: 8, maxLength: 8 }), async (given, lists) => {
        const { search, groups } = await account(
          given.map(([each]) => each),
          given.map(([, pick]) => pick),
        );
        for (const [by, sortOrder, limit] of lists) {
          const { sort: order } = readListQuery({ sortBy: by, sortOrder }, groupResourceSchema);
          if (!order) throw new Error(`${by} is no attribute`);
          const attribute = sortAttribute(order.path);
          const sort = attribute === undefined ? {} : { sort: { attribute, descending: order.descending } };
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

  it('answers for users which of them a filter on their groups finds', async () => {
    await fc.assert(
      fc.asyncProperty(groupsOf, fc.nat(), async (given, seed) => {
        const { accountId, groups, people } = await account(
          given.map(([each]) => each),
          given.map(([, pick]) => pick),
        );
        const users = people.map((id) => {
          const own = groups.filter(({ members = [] }) => members.some(({ value }) => value === id));
          const references = own.map((each) =>
            groupReference({ id: each.id ?? '', displayName: each.displayName }, servedAt),
          );
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
          const { filter: asked, questions } = translated(filter, 'User', servedAt);
          const [question] = questions;
          if (!question) throw new Error(`${text} asks nobody`);
          const memberIds = await world.readModel.memberIds({ accountId, filter: question.filter });
          const found = new Set(memberIds);
          const isNegated = asked.is === 'not';
          const expected = users.filter((user) => matchesFilter(filter, user, userResourceSchema)).map(({ id }) => id);
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
