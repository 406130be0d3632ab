import { isStorable, isUuid, Refusal, type Comparison, type Filter } from '@rollcall/contracts';
import {
  afterAllTexts,
  folded,
  sortedCharacters,
  sortKeyOfText,
  type Parameter,
  type Searched,
  type SearchedAttributes,
  type SearchedElements,
  type SearchedText,
} from './searched.js';

type Compared = Extract<Filter, { value: unknown }>;
type Scalar = Exclude<Searched, SearchedElements>;

/**
 * A filter as one SQL condition. It may be NULL where a value is missing, which is as good as false; a negation turns
 * both into true. A list fulfils a comparison where one element does, and `not-equals` where none is equal.
 * @throws Refusal filter-not-supported for an attribute that cannot be searched, or not so
 */
export function filterSql(filter: Filter, attributes: SearchedAttributes, parameter: Parameter): string {
  if (filter.is === 'and' || filter.is === 'or')
    return joined(filter.is, filter.of, (part) => filterSql(part, attributes, parameter));
  if (filter.is === 'not') return `(${filterSql(filter.of, attributes, parameter)}) IS NOT TRUE`;
  if (filter.is !== 'some') return condition(filter, attributes, parameter);
  const list = attributeAt(filter.attribute, attributes);
  if (list.holds !== 'elements') throw notSupported(filter.attribute);
  return `${byValue(list, filter.where, parameter)}${someElement(list, filterSql(filter.where, list.parts, parameter))}`;
}

function joined(is: 'and' | 'or', of: readonly Filter[], sqlOf: (part: Filter) => string): string {
  if (of.length === 0) return String(is === 'and');
  return `(${of.map(sqlOf).join(is === 'and' ? ' AND ' : ' OR ')})`;
}

/** Where the elements' value is said, an index finds the rows, and the elements of only these are looked at. */
function byValue({ valueEquals }: SearchedElements, where: Filter, parameter: Parameter): string {
  const said = where.is === 'and' ? where.of : [where];
  const value = said.find((part) => part.is === 'equals' && part.attribute === 'value');
  if (!valueEquals || !value || !('value' in value) || typeof value.value !== 'string') return '';
  const found = isStorable(value.value) ? valueEquals(value.value, parameter) : undefined;
  return found === undefined ? '' : `${found} AND `;
}

const someElement = ({ from }: SearchedElements, where: string) => `EXISTS (SELECT FROM ${from} WHERE ${where})`;

type Condition = Exclude<Filter, { is: 'and' | 'or' | 'not' | 'some' }>;

/** A condition on one attribute, or on one part of the elements of a list. */
function condition(filter: Condition, attributes: SearchedAttributes, parameter: Parameter): string {
  if (filter.is === 'not-equals') {
    const isNull = 'value' in filter && filter.value === null;
    const opposite = { ...filter, is: 'equals' } as const;
    if (isNull) return condition({ is: 'present', attribute: filter.attribute }, attributes, parameter);
    return `(${condition(opposite, attributes, parameter)}) IS NOT TRUE`;
  }
  if ('value' in filter && filter.value === null) {
    if (filter.is !== 'equals') return 'false';
    return `(${condition({ is: 'present', attribute: filter.attribute }, attributes, parameter)}) IS NOT TRUE`;
  }
  const whole = own(attributes, filter.attribute);
  if (whole && whole.holds !== 'elements') return ofScalar(whole, filter, parameter);
  if (whole) return ofElements(whole, filter);
  const [listName = '', ...rest] = filter.attribute.split('.');
  const list = own(attributes, listName);
  if (list?.holds !== 'elements') throw notSupported(filter.attribute);
  const part = { ...filter, attribute: rest.join('.') };
  const isValue = part.is === 'equals' && part.attribute === 'value' && typeof part.value === 'string';
  const found =
    isValue && isStorable(String(part.value)) ? list.valueEquals?.(String(part.value), parameter) : undefined;
  return found ?? someElement(list, condition(part, list.parts, parameter));
}

function ofElements(list: SearchedElements, filter: Condition): string {
  if (filter.is !== 'present') throw notSupported(filter.attribute);
  return someElement(list, 'true');
}

function ofScalar(of: Scalar, filter: Condition, parameter: Parameter): string {
  if (filter.is === 'present') return of.holds === 'parts' ? of.present : `${of.sql} IS NOT NULL`;
  if (of.holds === 'parts') throw notSupported(filter.attribute);
  if (filter.is === 'one-of') return amongValues(of, filter.values, parameter);
  if (of.holds === 'flag') return ofFlag(of.sql, filter, parameter);
  if (of.holds === 'time') return ofTime(of.sql, filter, parameter);
  const value = String(filter.value);
  if (!isStorable(value)) return 'false'; // no row has such a value
  if (of.holds === 'id') return ofId(of.sql, filter, parameter);
  if (filter.within) return ofText(filter.is, framed(of.sql, filter.within, parameter), value, parameter);
  return quickly(of, filter.is, value, parameter) ?? ofSearchedText(of, filter.is, value, parameter);
}

function ofSearchedText({ sql, exact }: SearchedText, is: Comparison, value: string, parameter: Parameter): string {
  if (exact) return ofText(is, `((${sql}) COLLATE "C")`, value, parameter);
  return ofText(is, folded(sql), value.toLowerCase(), parameter);
}

/**
 * A condition that an index answers, where there is one for this comparison. The index has the beginning of a text, and what comes after
 * all texts in place of a missing one.
 */
function quickly(of: SearchedText, is: Comparison, value: string, parameter: Parameter): string | undefined {
  if (is === 'equals' && of.equals) return of.equals(value, parameter);
  const sought = value.toLowerCase();
  const fits = sought !== '' && [...sought].length < sortedCharacters && !sought.startsWith(afterAllTexts);
  if (!of.indexed || !fits || (is !== 'equals' && is !== 'starts-with')) return undefined;
  return ofText(is, sortKeyOfText(folded(of.sql)), sought, parameter);
}

function amongValues(
  { holds, sql }: Exclude<Scalar, { holds: 'parts' }>,
  values: readonly string[],
  parameter: Parameter,
) {
  const known = values.filter((value) => (holds === 'id' ? isUuid(value) : isStorable(value)));
  return `${sql} = ANY(${parameter(known)}::${holds === 'id' ? 'uuid' : 'text'}[])`;
}

/** Identity providers send booleans as text too. */
function ofFlag(sql: string, { is, attribute, value }: Compared, parameter: Parameter): string {
  if (is !== 'equals') throw notSupported(attribute);
  const said = String(value).toLowerCase();
  return said === 'true' || said === 'false' ? `${sql} = ${parameter(said === 'true')}` : 'false';
}

const order: Readonly<Partial<Record<Comparison, string>>> = {
  equals: '=',
  greater: '>',
  'greater-or-equal': '>=',
  less: '<',
  'less-or-equal': '<=',
};

/** Before this time, PostgreSQL writes no year as the standard does. */
const firstYear = Date.UTC(1, 0, 1);

function ofTime(sql: string, { is, value }: Compared, parameter: Parameter): string {
  const sign = order[is];
  if (sign === undefined) return ofText(is, timeAsText(sql), String(value).toLowerCase(), parameter);
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) return 'false';
  const at = time < firstYear ? '-infinity' : new Date(time).toISOString().replace(/^\+/, '');
  return `${sql} ${sign} ${parameter(at)}::timestamptz`;
}

/** As `toISOString` writes it, in lower case. */
const timeAsText = (sql: string) => `(to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"t"HH24:MI:SS.MS"z"') COLLATE "C")`;

function ofId(sql: string, { is, value, within }: Compared, parameter: Parameter): string {
  const text = String(value);
  if (within && is !== 'equals') return ofText(is, framed(`${sql}::text`, within, parameter), text, parameter);
  const id = within ? unframed(text, within) : text;
  const sign = order[is];
  if (id !== undefined && sign !== undefined && isUuid(id) && id === id.toLowerCase())
    return `${sql} ${sign} ${parameter(id)}::uuid`;
  return is === 'equals' ? 'false' : ofText(is, `(${sql}::text COLLATE "C")`, text, parameter);
}

type Framed = NonNullable<Compared['within']>;

const framed = (sql: string, { before, after }: Framed, parameter: Parameter) =>
  `((${parameter(before)}::text || (${sql}) || ${parameter(after)}::text) COLLATE "C")`;

function unframed(text: string, { before, after }: Framed): string | undefined {
  const isFramed = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  return isFramed ? text.slice(before.length, text.length - after.length) : undefined;
}

function ofText(is: Comparison, sql: string, value: string, parameter: Parameter): string {
  const sought = `${parameter(value)}::text`;
  if (is === 'contains') return `strpos(${sql}, ${sought}) > 0`;
  if (is === 'starts-with') return `starts_with(${sql}, ${sought})`;
  if (is === 'ends-with') return `right(${sql}, length(${sought})) = ${sought}`;
  return `${sql} ${order[is]} ${sought}`;
}

function attributeAt(name: string, attributes: SearchedAttributes): Searched {
  const attribute = own(attributes, name);
  if (!attribute) throw notSupported(name);
  return attribute;
}

function own(attributes: SearchedAttributes, name: string): Searched | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function notSupported(what: string): Refusal {
  return new Refusal('filter-not-supported', { filter: what });
}
