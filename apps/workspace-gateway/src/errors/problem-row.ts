import { deceptiveCharacter, type RefusalFacts } from '@rollcall/contracts';

/** How one code is answered over HTTP. */
export interface ProblemRow {
  readonly status: number;
  readonly title: string;
  readonly retryAfterS?: number;
  /** A sentence for the person who reads it in the product: what is wrong, and what to do. */
  readonly sentence: (facts: RefusalFacts) => string;
}

type Sentence = string | ProblemRow['sentence'];

/** A row of the table. */
export function row(status: number, title: string, sentence: Sentence, retryAfterS?: number): ProblemRow {
  return {
    status,
    title,
    sentence: typeof sentence === 'string' ? () => sentence : sentence,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}

type Fact = RefusalFacts[string] | undefined;

/** A fact as part of a sentence, lists with commas; a long one is cut. */
export function named(fact: Fact): string {
  const text = Array.isArray(fact) ? fact.join(', ') : String(fact ?? 'it');
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

export function quoted(fact: Fact): string {
  const text = String(fact ?? '');
  return text.length <= 60 && deceptiveCharacter(text) === undefined ? `"${text}"` : `(${text.length} characters)`;
}
