import { Refusal, type Filter as DomainFilter } from '@rollcall/contracts';
import type { TeamStep } from '../clients/team-changes.js';
import { answersTo } from '../search/subqueries.js';
import { usersMeant } from './search-filter.js';
import type { RemovalOfFound, SaidStep } from './team-steps.js';

type Ids = readonly string[];

/** Who answers whom removals mean. */
export interface WhoIsMeant {
  /** The ids of the users who fulfil a filter. @throws Refusal too-many-found */
  readonly users: (filter: DomainFilter) => Promise<Ids>;
  /** The ids of the members that the group has. */
  readonly members: () => Promise<Ids>;
}

/**
 * Steps in which every removal names ids. Whom the others mean is asked of user-service: who of the account they would be, whether or not
 * they are members, so that it does not matter what the group's members are at that moment. Where that is too many of the account, as for
 * everybody but somebody, it is asked who is not meant, and of the group who its members are.
 * @throws ScimError tooMany, Refusal too-many-found: see `answersTo`; team-not-found
 */
export async function withFoundMembers(
  steps: readonly SaidStep[],
  baseUrl: string,
  { users, members }: WhoIsMeant,
): Promise<TeamStep[]> {
  const filterOf = ({ where }: RemovalOfFound) => usersMeant(where, baseUrl);
  const subqueries = steps.flatMap((step) =>
    step.change === 'remove-found' ? [{ of: 'users' as const, filter: filterOf(step) }] : [],
  );
  const meansAllBut = new Set<string>();
  const answers = await answersTo(subqueries, async ({ filter }) => {
    try {
      return await users(filter);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'too-many-found') throw error;
      meansAllBut.add(JSON.stringify(filter));
      return users({ is: 'not', of: filter });
    }
  });
  const present = new Set(meansAllBut.size > 0 ? await members() : []);
  return steps.map((step): TeamStep => {
    if (step.change !== 'remove-found') {
      if ('userIds' in step) for (const id of step.userIds) present.add(id.toLowerCase()); // a removal may come after
      return step;
    }
    const ids = answers.shift() ?? [];
    if (!meansAllBut.has(JSON.stringify(filterOf(step)))) return { change: 'remove-members', userIds: ids };
    const kept = new Set(ids);
    return { change: 'remove-members', userIds: [...present].filter((id) => !kept.has(id)) };
  });
}
