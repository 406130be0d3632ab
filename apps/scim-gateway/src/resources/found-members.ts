import type { Filter as DomainFilter } from '@rollcall/contracts';
import type { TeamStep } from '../clients/team-changes.js';
import { answersTo } from '../search/questions.js';
import { usersMeant } from './search-filter.js';
import type { SaidStep } from './team-steps.js';

/**
 * Steps in which every removal names ids. Whom the others mean is asked of user-service: who of the account they would be, whether or not
 * they are members, so that it does not matter what the group's members are at that moment.
 * @param ask the ids of the users who fulfil a filter
 * @throws ScimError tooMany, Refusal too-many-found: see `answersTo`
 */
export async function withFoundMembers(
  steps: readonly SaidStep[],
  baseUrl: string,
  ask: (filter: DomainFilter) => Promise<readonly string[]>,
): Promise<TeamStep[]> {
  const questions = steps.flatMap((step) =>
    step.change === 'remove-found' ? [{ of: 'users' as const, filter: usersMeant(step.where, baseUrl) }] : [],
  );
  const answers = await answersTo(questions, ({ filter }) => ask(filter));
  return steps.map((step): TeamStep => {
    if (step.change !== 'remove-found') return step;
    return { change: 'remove-members', userIds: answers.shift() ?? [] };
  });
}
