import { deceptiveCharacter, type RefusalFacts } from '@rollcall/contracts';

/** One value that a refusal tells. */
export type Fact = RefusalFacts[string] | undefined;

/** A fact as part of a sentence, lists with commas; a long one is cut. */
export function named(fact: Fact, otherwise: string): string {
  const text = Array.isArray(fact) ? fact.join(', ') : String(fact ?? otherwise);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

/** What is wrong with a value, behind a sentence's comma or colon; nothing where the refusal does not tell it. */
export const but = (problem: Fact) => (problem === undefined ? '' : `, but ${named(problem, '')}`);
export const because = (problem: Fact) => (problem === undefined ? '' : `: ${named(problem, '')}`);

/** A short value of the request in quotation marks; for a long one, or one with control characters, only its length. */
export function quoted(fact: Fact): string {
  const text = String(fact);
  return text.length <= 60 && deceptiveCharacter(text) === undefined ? `"${text}"` : `(${text.length} characters)`;
}
