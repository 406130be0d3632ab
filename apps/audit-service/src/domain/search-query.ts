import {
  auditActorKinds,
  auditOutcomes,
  auditWords,
  isStorable,
  isUuid,
  momentOf,
  type AuditWord,
  type AuditWords,
} from '@rollcall/contracts';
import { entryTypes } from './types/entry-types.js';
import { ownTypes } from './own-types.js';

/** What is looked for: one word of a search with one value. */
export interface Term {
  readonly word: Exclude<AuditWord, 'from' | 'to'>;
  readonly negated: boolean;
  readonly compares: '=' | '>=' | '<=';
  /** Checked: an id in lower case, an address of mail as it was written, a name of the table. Without its `*`. */
  readonly value: string;
  /** The value ended with `*`: whatever begins so. */
  readonly isPrefix: boolean;
}

/** A search that was read. Values of one word are alternatives; different words narrow each other. */
export interface SearchQuery {
  readonly terms: readonly Term[];
  readonly from?: Date;
  readonly to?: Date;
}

/** A search that cannot be read. The message is a sentence for who wrote it. */
export class SearchQueryInvalid extends Error {
  override readonly name = 'SearchQueryInvalid';
}

/** What was written, before its value is checked. */
interface Written {
  readonly word: string;
  readonly negated: boolean;
  readonly value: string;
}

/**
 * Reads a search: single words, and `q`, a phrase of them:
 *
 *     query = term *( SP term )
 *     term  = ["-"] word ":" value *( "," value )
 *     value = text / DQUOTE text DQUOTE / text "*" / ">=" text / "<=" text
 *
 * @throws SearchQueryInvalid
 */
export function readSearchQuery({ q, ...words }: AuditWords): SearchQuery {
  const single = Object.entries(words).flatMap(([word, values]) =>
    typeof values === 'string' ? valuesOf(word, values).map((value) => ({ word, negated: false, value })) : [],
  );
  const written = [...single, ...(q === undefined ? [] : phraseOf(q))];
  if (written.length > maxTerms) throw new SearchQueryInvalid(`A search has at most ${maxTerms} words.`);
  const terms: Term[] = [];
  const times: { from?: Date; to?: Date } = {};
  for (const each of written) {
    const bound = boundOf(each);
    if (bound) setOnce(times, bound);
    else terms.push(termOf(each));
  }
  if (times.from && times.to && times.from > times.to)
    throw new SearchQueryInvalid('The time that is searched ends before it begins: "to" must be later than "from".');
  return { terms, ...times };
}

const maxTerms = 50;
const known: ReadonlySet<string> = new Set<string>([...auditWords, 'at']);

/** The terms of a phrase. */
function phraseOf(phrase: string): Written[] {
  if (phrase.trim() === '')
    throw new SearchQueryInvalid('The phrase names nothing: write word:value, or leave it out.');
  const form = /\s*(-?)([a-z]+):((?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)(?=\s|$)/y;
  const written: Written[] = [];
  const end = phrase.trimEnd().length;
  while (form.lastIndex < end) {
    const { lastIndex } = form;
    const [, minus, word = '', values = ''] = form.exec(phrase) ?? [];
    if (minus === undefined) throw notATerm(phrase.slice(lastIndex).trim());
    written.push(...valuesOf(word, values).map((value) => ({ word, negated: minus === '-', value })));
  }
  return written;
}

function notATerm(rest: string): SearchQueryInvalid {
  const [first = ''] = rest.split(/\s/);
  return new SearchQueryInvalid(
    `"${cut(first)}" is no word of a search: write word:value, as in type:user.* or about:"ann@example.com"; the words are ${auditWords.join(', ')}.`,
  );
}

/**
 * The values behind one word: several stand behind commas, and what has spaces or commas stands in quotes.
 * @throws SearchQueryInvalid for a value that is empty: a search without the word would find everything
 */
function valuesOf(word: string, text: string): string[] {
  const values = [...text.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim());
  if (values.length > 0 && values.every((value) => value !== '')) return values;
  throw new SearchQueryInvalid(`"${word}:" names nothing: write what is looked for, or leave the word out.`);
}

/** The bounds of time: `from`, `to`, `at:>=…`, `at:<=…`; undefined for other words. */
function boundOf({
  word,
  negated,
  value,
}: Written): { readonly which: 'from' | 'to'; readonly time: Date } | undefined {
  if (word !== 'from' && word !== 'to' && word !== 'at') return undefined;
  const [, compares, text = ''] = /^(>=|<=)?(.*)$/s.exec(value) ?? [];
  if (negated) throw new SearchQueryInvalid(`"-${word}" says nothing: a time has no opposite.`);
  if (word === 'at' && compares === undefined)
    throw new SearchQueryInvalid(`"at:${cut(value)}" is one moment: write at:>=${cut(value)} or at:<=${cut(value)}.`);
  if (word !== 'at' && compares !== undefined)
    throw new SearchQueryInvalid(`"${word}:${cut(value)}" says it twice: write ${word}:${cut(text)}.`);
  const which = word === 'at' ? (compares === '>=' ? 'from' : 'to') : word;
  return { which, time: readTime(which, text, word) };
}

const dayMs = 24 * 3_600_000;
const dayLength = '2026-11-28'.length;

/**
 * The beginning or the end of a time: a day (UTC), which belongs to it as a whole, or a moment with its zone.
 * @param word under which it was written
 * @throws SearchQueryInvalid for what is neither
 */
export function readTime(which: 'from' | 'to', text: string, word: string = which): Date {
  const time = momentOf(text);
  if (time) return which === 'to' && text.length === dayLength ? new Date(time.getTime() + dayMs - 1) : time;
  throw new SearchQueryInvalid(
    `"${word}:${cut(text)}" is no time: write a day (2026-11-28) or a moment with its zone (2026-11-28T20:57:53Z).`,
  );
}

function setOnce(times: { from?: Date; to?: Date }, { which, time }: { which: 'from' | 'to'; time: Date }): void {
  if (times[which] !== undefined)
    throw new SearchQueryInvalid(
      `A search has one "${which}": it has no second time to ${which === 'from' ? 'begin' : 'end'} at.`,
    );
  times[which] = time;
}

/** @throws SearchQueryInvalid */
function termOf({ word, negated, value: text }: Written): Term {
  if (!isWord(word)) throw notATerm(`${word}:${text}`);
  const [, compares = '=', rest = ''] = /^(>=|<=)?(.*)$/s.exec(text) ?? [];
  if (compares !== '=' && word !== 'status')
    throw new SearchQueryInvalid(`"${word}" cannot be compared with ${compares}: only status, and at, can.`);
  const isPrefix = rest.endsWith('*');
  const value = isPrefix ? rest.slice(0, -1) : rest;
  if (isPrefix && !hasPrefixes.has(word))
    throw new SearchQueryInvalid(`"${word}:${cut(text)}" is looked for as a whole: only type and code take a *.`);
  const { form, says, lower } = forms[word];
  if (!form.test(value)) throw new SearchQueryInvalid(`"${word}:${cut(text)}" is ${says}.`);
  if (word === 'type') assertLogged(value, isPrefix);
  return {
    word,
    negated,
    compares: compares as Term['compares'],
    value: (word === 'address' && plainAddress(value)) || (lower ? value.toLowerCase() : value),
    isPrefix,
  };
}

const loggedTypes: readonly string[] = [...entryTypes.keys(), ...ownTypes];

/** @throws SearchQueryInvalid for a typing error: whoever waits for such entries would wait for ever */
function assertLogged(type: string, isPrefix: boolean): void {
  const isMeant = (each: string) => (isPrefix ? each.startsWith(type) : each === type);
  if (loggedTypes.some(isMeant)) return;
  throw new SearchQueryInvalid(
    `Nothing of the type "${cut(type)}${isPrefix ? '*' : ''}" is ever logged: write one such as user.created, or user.* for all of users.`,
  );
}

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** As requests are recorded: an address of IPv6 has other forms, and one of IPv4 may come in it. Undefined for what is none. */
function plainAddress(text: string): string | undefined {
  const plain = text.replace(/^::ffff:(?=.*\.)/i, '');
  if (ipv4.test(plain)) return plain;
  const url = `http://[${plain}]`;
  return /^[\da-f:.]+$/i.test(plain) && URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

const isWord = (word: string): word is Term['word'] =>
  known.has(word) && word !== 'from' && word !== 'to' && word !== 'at';
const hasPrefixes: ReadonlySet<string> = new Set(['type', 'code']);

interface Form {
  readonly form: { test(value: string): boolean };
  /** What a value is that does not fit. */
  readonly says: string;
  readonly lower?: true;
}

const id = { test: isUuid };
const address = { test: (value: string) => isStorable(value) && /^[^\s@]+@[^\s@]+$/.test(value) };
const name = { test: (value: string) => isStorable(value) && /^\S.{0,199}$/s.test(value) };
const person = { test: (value: string) => isUuid(value) || address.test(value) };
const oneOf = (values: readonly string[]): Form => ({
  form: { test: (value) => values.includes(value) },
  says: `none of ${values.join(', ')}`,
});

const forms: Readonly<Record<Term['word'], Form>> = {
  actor: { form: name, says: 'nobody: write an id, an e-mail address, or the name of an operator' },
  by: oneOf(auditActorKinds),
  about: { form: person, says: 'no id and no e-mail address' },
  user: { form: person, says: 'no id and no e-mail address' },
  team: { form: id, says: 'no id of a team', lower: true },
  token: { form: id, says: 'no id of a token', lower: true },
  type: { form: /^[a-z][a-z.-]{0,99}$/, says: 'no type: write one such as user.created, or user.* for all of users' },
  outcome: oneOf(auditOutcomes),
  // No list has all of them: gateways have codes of their own, and the log has those of versions before.
  code: { form: /^[a-z][a-z-]{0,59}$/, says: 'no code of a refusal, such as user-name-taken' },
  status: { form: /^[1-5](?:\d\d|xx)$/, says: 'no status: write one such as 409, or 4xx' },
  request: { form: id, says: 'no id of a request', lower: true },
  address: { form: { test: (value) => plainAddress(value) !== undefined }, says: 'no network address' },
};

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** The addresses of mail that a query names: their owner says whose they are. */
export function addressesIn({ terms }: SearchQuery): string[] {
  return [...new Set(terms.filter(isAddress).map(({ value }) => value))];
}

const isAddress = ({ word, value }: Term) => ['actor', 'about', 'user'].includes(word) && address.test(value);

/**
 * The query with ids in place of addresses.
 * @throws SearchQueryInvalid naming an address that nobody of the account has
 */
export function withIds(query: SearchQuery, idOf: (address: string) => string | undefined): SearchQuery {
  const terms = query.terms.map((term) => {
    if (!isAddress(term)) return isUuid(term.value) ? { ...term, value: term.value.toLowerCase() } : term;
    const value = idOf(term.value);
    if (value === undefined)
      throw new SearchQueryInvalid(
        `Nobody of the account has the address "${cut(term.value)}": look for the id instead.`,
      );
    return { ...term, value };
  });
  return { ...query, terms };
}
