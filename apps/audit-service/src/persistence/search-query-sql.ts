import type { SearchQuery, Term } from '../domain/search-query.js';

/** Collects the values of a statement. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value. @returns what stands for it in the statement */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A search query as conditions on `e`, an entry. */
export interface SearchQuerySql {
  /** All of them must hold. */
  readonly conditions: readonly string[];
  /** At least one of them must hold, and each has an index of its own; empty where there is nothing of the kind. */
  readonly branches: readonly string[];
  /** Whether an index leads to what is looked for: else the log is looked through. */
  readonly isIndexed: boolean;
}

/** What a word with one value looks for: alternatives, each with an index where there is one. */
type Looks = (term: Term, parameters: Parameters) => string[];

const uuid = (value: string, p: Parameters) => `${p.add(value)}::uuid`;
const byActor: Looks = ({ value }, p) => [`e.actor_id = ${p.add(value)}::text`];
const bySubject: Looks = ({ value }, p) => [`e.subject_id = ${uuid(value, p)}`];
const byOthers: Looks = ({ value }, p) => [`e.also @> ARRAY[${uuid(value, p)}]`];
const each =
  (...all: Looks[]): Looks =>
  (term, p) =>
    all.flatMap((looks) => looks(term, p));
const text =
  (column: string): Looks =>
  ({ value, isPrefix }, p) => [
    isPrefix ? `starts_with(e.${column}, ${p.add(value)})` : `e.${column} = ${p.add(value)}::text`,
  ];

const looks: Readonly<Record<Term['word'], Looks>> = {
  actor: byActor,
  by: text('actor_kind'),
  about: each(bySubject, byOthers),
  user: each(bySubject, byOthers, byActor),
  team: bySubject,
  token: each(bySubject, byActor),
  type: text('type'),
  outcome: text('outcome'),
  code: text('code'),
  status: ({ value, compares }, p) => statusSql(value, compares, p),
  request: ({ value }, p) => [`e.correlation_id = ${uuid(value, p)}`],
  address: ({ value }, p) => [
    `EXISTS (SELECT FROM sources s WHERE s.account_id = e.account_id AND s.day = e.day AND s.id = e.source_id AND s.address = ${p.add(value)})`,
  ],
};

const indexed: ReadonlySet<Term['word']> = new Set(['actor', 'about', 'user', 'team', 'token', 'request']);

function statusSql(value: string, compares: Term['compares'], p: Parameters): string[] {
  if (!value.endsWith('xx')) return [`e.status ${compares} ${p.add(Number(value))}::smallint`];
  const [low, high] = [Number(value[0]) * 100, Number(value[0]) * 100 + 99];
  if (compares === '>=') return [`e.status >= ${p.add(low)}::smallint`];
  if (compares === '<=') return [`e.status <= ${p.add(high)}::smallint`];
  return [`e.status BETWEEN ${p.add(low)}::smallint AND ${p.add(high)}::smallint`];
}

/** Values of one word are alternatives, words narrow each other; a word with a minus takes away. */
export function searchQuerySql({ terms, from, to }: SearchQuery, p: Parameters): SearchQuerySql {
  const conditions: string[] = [];
  if (from) conditions.push(`e.at >= ${p.add(from)}::timestamptz`);
  if (to) conditions.push(`e.at <= ${p.add(to)}::timestamptz`);
  for (const term of terms.filter(({ negated }) => negated))
    conditions.push(`(${looks[term.word](term, p).join(' OR ')}) IS NOT TRUE`);
  let branches: readonly string[] = [];
  for (const [word, alternatives] of positives(terms, p)) {
    if (indexed.has(word) && alternatives.length > branches.length && alternatives.length > 1) {
      if (branches.length > 0) conditions.push(anyOf(branches));
      branches = alternatives;
    } else conditions.push(anyOf(alternatives));
  }
  if (terms.some(isRefusal)) conditions.push(`e.outcome <> 'done'`); // for the index of those
  return { conditions, branches, isIndexed: terms.some((term) => !term.negated && indexed.has(term.word)) };
}

const anyOf = (alternatives: readonly string[]) => `(${alternatives.join(' OR ')})`;
const isRefusal = ({ word, negated, value }: Term, _: number, all: readonly Term[]) =>
  word === 'outcome' &&
  !negated &&
  value !== 'done' &&
  !all.some((other) => other.word === word && other.value === 'done');

function positives(terms: readonly Term[], p: Parameters): Map<Term['word'], string[]> {
  const words = new Map<Term['word'], string[]>();
  for (const term of terms.filter(({ negated }) => !negated))
    words.set(term.word, [...(words.get(term.word) ?? []), ...looks[term.word](term, p)]);
  return words;
}
