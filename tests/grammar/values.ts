import type { Random } from '../resilience/random.ts';
import type { Attribute, Known, ResourceType, Vocabulary } from './vocabulary.ts';

const words = ['Ann', 'ann', 'ÄRZTE', 'ΑΣ', 'Lee-Ōno', 'crew', 'O’Neil', '東京', 'a.b', 'work', 'x', ''];
const oddTexts = [
  '"',
  '\\',
  'a"b\\c',
  '\u0000',
  '\ud800',
  '\u202e',
  '%',
  "' OR 1=1 --",
  'x'.repeat(9_000),
  '1',
  'true',
  '{}',
];
const times = ['2026-01-31T08:00:00Z', '2026-01-31T10:00:00.123+02:00', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
const numbers = [0, 1, -1, 12.5, 1e21, -0, 2 ** 53];
const urls = ['https://example.com/ann', 'https://example.com/', 'mailto:ann@example.com'];

const fitting: Readonly<Record<string, readonly string[]>> = {
  timezone: ['Europe/Berlin', 'America/New_York', 'UTC'],
  locale: ['de-DE', 'en_US'],
  preferredLanguage: ['de', 'pt-BR'],
  profileUrl: urls,
  country: ['DE', 'us'],
};

export const aWord = (random: Random): string => random.oneOf(words);
export const anAddress = (random: Random, { caller }: Known): string =>
  `p${caller}.${random.between(0, 400)}@grammar.example`;

/** A text that may be anywhere: mostly one that is known from answers, or an ordinary one. */
export function aText(random: Random, known: Known): string {
  return random.weighted({ word: 5, known: 4, address: 2, odd: 1 }) === 'odd'
    ? random.oneOf(oddTexts)
    : random.oneOf([aWord(random), random.oneOf(known.texts), anAddress(random, known)]);
}

/** Any value of JSON. */
export function anything(random: Random, known: Known, depth = 0): unknown {
  const what = random.weighted({
    text: 4,
    number: 2,
    flag: 1,
    nothing: 1,
    list: depth < 3 ? 1 : 0,
    object: depth < 3 ? 1 : 0,
  });
  if (what === 'text') return aText(random, known);
  if (what === 'number') return random.oneOf(numbers);
  if (what === 'flag') return random.next() < 0.5;
  if (what === 'nothing') return null;
  const some = Array.from({ length: random.between(0, 3) }, () => anything(random, known, depth + 1));
  return what === 'list' ? some : Object.fromEntries(some.map((each) => [aText(random, known), each]));
}

/** A value that an attribute can have; now and then one that it cannot. */
export function valueOf(attribute: Attribute, random: Random, words: Vocabulary, damaged: boolean): unknown {
  if (damaged && random.next() < 0.1) return anything(random, words.known);
  const { multiValued, subAttributes } = attribute;
  if (!subAttributes) return single(attribute, random, words, damaged);
  const element = () =>
    Object.fromEntries(
      subAttributes
        .filter(({ mutability, name }) => mutability !== 'readOnly' && (name === 'value' || random.next() < 0.6))
        .map((part) => [part.name, partOf(attribute, part, random, words, damaged)]),
    );
  return multiValued ? Array.from({ length: random.between(0, 3) }, element) : element();
}

function partOf({ name }: Attribute, part: Attribute, random: Random, words: Vocabulary, damaged: boolean): unknown {
  const { known } = words;
  if (part.name !== 'value') return valueOf(part, random, words, damaged);
  if (name === 'members') return random.oneOf(known.users.length > 0 ? known.users : [anAddress(random, known)]);
  if (name === 'emails') return anAddress(random, known);
  return name === 'roles' ? random.oneOf(['admin', 'member', 'viewer', 'guest']) : aText(random, known);
}

function single({ name, type, canonicalValues }: Attribute, random: Random, { known }: Vocabulary, damaged: boolean) {
  if (type === 'boolean') return random.oneOf([true, false, true, 'True', 'false']);
  if (type === 'dateTime') return random.oneOf(times);
  if (type === 'integer' || type === 'decimal') return random.oneOf(numbers);
  if (name === 'userName') return anAddress(random, known);
  if (name === 'password') return `Secret-${random.between(1_000, 9_999)}-grammar`;
  const own = fitting[name];
  if (own) return random.oneOf(own);
  if (canonicalValues && random.next() < 0.9) return random.oneOf(canonicalValues);
  return damaged ? aText(random, known) : aWord(random);
}

/** A whole resource (RFC 7643 §3), or nearly one where it is to be damaged. */
export function resourceOf(type: ResourceType, random: Random, words: Vocabulary, damaged: boolean): object {
  const chosen = type.attributes.filter(
    ({ name, required, mutability }) =>
      required || (mutability !== 'readOnly' && random.next() < (name === 'password' ? 0.02 : 0.4)),
  );
  const body: Record<string, unknown> = { schemas: [type.schema] };
  for (const attribute of chosen) body[attribute.name] = valueOf(attribute, random, words, damaged);
  if (type.endpoint === '/Groups')
    body['displayName'] = `${aWord(random)} ${words.known.caller} ${random.between(0, 60)}`;
  if (type.extension && random.next() < 0.4) {
    const some = type.extension.attributes.filter(() => random.next() < 0.5);
    body[type.extension.urn] = Object.fromEntries(
      some.map((each) => [each.name, valueOf(each, random, words, damaged)]),
    );
  }
  if (damaged && random.next() < 0.3) body[aText(random, words.known)] = anything(random, words.known);
  return body;
}
