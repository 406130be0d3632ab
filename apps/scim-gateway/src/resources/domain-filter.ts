import { type Comparison, type Filter as DomainFilter, isStorable } from '@rollcall/contracts';
import { ScimError, timeOf, type CompareOperator, type Filter } from '@rollcall/scim';
import { domainAttribute } from './domain-attribute.js';

/** SCIM's operators with the domain's names for them. */
export const comparisons: Readonly<Record<CompareOperator, Comparison>> = {
  eq: 'equals',
  ne: 'not-equals',
  co: 'contains',
  sw: 'starts-with',
  ew: 'ends-with',
  gt: 'greater',
  ge: 'greater-or-equal',
  lt: 'less',
  le: 'less-or-equal',
};

type Compared = Extract<Filter, { kind: 'compare' }>;

/**
 * Turns a resolved SCIM filter into the domain's form. Each service decides which of these it supports.
 * @throws ScimError `invalidFilter` for a text that is none
 */
export function domainFilter(filter: Filter): DomainFilter {
  if (filter.kind === 'not') return { is: 'not', of: domainFilter(filter.of) };
  if ('of' in filter) return { is: filter.kind, of: filter.of.map(domainFilter) };
  const attribute = domainAttribute(filter.path);
  if (filter.kind === 'present') return { is: 'present', attribute };
  if (filter.kind === 'valuePath') return { is: 'some', attribute, where: domainFilter(filter.filter) };
  const is = comparisonOf(filter);
  const compared = { is, attribute, value: times.has(attribute) ? timeValue(filter) : filter.value };
  const sent = is === 'equals' && addresses.has(attribute) ? withPlusSigns(filter.value) : undefined;
  return sent === undefined ? compared : { is: 'or', of: [compared, { ...compared, value: sent }] };
}

const addresses = new Set(['userName', 'emails.value']);

/**
 * The address that was meant where it has spaces before its @: no address has any (rule 1), and a plus sign that a client has not encoded
 * arrives as one. Who is looked for so and not found would be taken for gone.
 */
function withPlusSigns(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[^\s@]+(?: [^\s@]+)+@[^\s@]+$/.test(value)) return undefined;
  return value.replaceAll(' ', '+');
}

/**
 * The domain's name of a comparison whose value any service can hold.
 * @throws ScimError `invalidFilter`
 */
export function comparisonOf({ path, operator, value }: Compared): Comparison {
  if (typeof value === 'string' && !isStorable(value)) {
    const detail = `The filter compares ${domainAttribute(path)} with a character that is no text.`;
    throw new ScimError(400, detail, 'invalidFilter');
  }
  return comparisons[operator];
}

const times = new Set(['createdAt', 'updatedAt']);
const textual = new Set<CompareOperator>(['co', 'sw', 'ew']);

/** A time as services write it, whatever offset it was sent with. */
function timeValue({ operator, value }: Compared): Compared['value'] {
  const time = typeof value === 'string' && !textual.has(operator) ? timeOf(value) : undefined;
  return time === undefined ? value : new Date(time).toISOString();
}
