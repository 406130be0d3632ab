import { maxIds, Refusal } from '@rollcall/contracts';
import { tooMany } from '@rollcall/scim';
import type { Question } from '../resources/search-filter.js';

/** How many different questions to other services one request may lead to. */
export const maxQuestions = 4;

type Ids = readonly string[];

/**
 * The answers to the questions of one filter, or of the filters of one PATCH, in their order. Equal questions are asked once, different ones one after the other: however
 * much a filter says, another service has one search of it at a time.
 * @throws ScimError tooMany for more than `maxQuestions` different ones
 * @throws Refusal too-many-found where the filter of the answers would name more than `maxIds` users
 */
export async function answersTo(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Ids>,
): Promise<Ids[]> {
  const keys = questions.map((question) => JSON.stringify(question));
  if (new Set(keys).size > maxQuestions) {
    throw tooMany(
      `The filter has more than ${maxQuestions} different conditions on groups or on the display names of members. ` +
        'Send several requests, with fewer of these conditions in each.',
    );
  }
  const known = new Map<string, Ids>();
  const answers: Ids[] = [];
  let left = maxIds;
  for (const [at, question] of questions.entries()) {
    const key = keys[at] ?? '';
    const ids = known.get(key) ?? (await ask(question));
    known.set(key, ids);
    answers.push(ids);
    left -= ids.length;
    if (left < 0) throw new Refusal('too-many-found', { most: maxIds });
  }
  return answers;
}
