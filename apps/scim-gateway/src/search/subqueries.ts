import { maxIds, Refusal } from '@rollcall/contracts';
import { tooMany } from '@rollcall/scim';
import type { Subquery } from '../resources/search-filter.js';

/** How many different subqueries to other services one request may lead to. */
export const maxSubqueries = 4;

type Ids = readonly string[];

/**
 * The answers to the subqueries of one filter, or of the filters of one PATCH, in their order. Equal subqueries are asked once, different ones one after the other: however
 * much a filter says, another service has one search of it at a time.
 * @throws ScimError tooMany for more than `maxSubqueries` different ones
 * @throws Refusal too-many-found where the filter of the answers would name more than `maxIds` users
 */
export async function answersTo(
  subqueries: readonly Subquery[],
  ask: (subquery: Subquery) => Promise<Ids>,
): Promise<Ids[]> {
  const keys = subqueries.map((subquery) => JSON.stringify(subquery));
  if (new Set(keys).size > maxSubqueries) {
    throw tooMany(
      `The filter has more than ${maxSubqueries} different conditions on groups or on the display names of members. ` +
        'Send several requests, with fewer of these conditions in each.',
    );
  }
  const known = new Map<string, Ids>();
  const answers: Ids[] = [];
  let left = maxIds;
  for (const [at, subquery] of subqueries.entries()) {
    const key = keys[at] ?? '';
    const ids = known.get(key) ?? (await ask(subquery));
    known.set(key, ids);
    answers.push(ids);
    left -= ids.length;
    if (left < 0) throw new Refusal('too-many-found', { most: maxIds });
  }
  return answers;
}
