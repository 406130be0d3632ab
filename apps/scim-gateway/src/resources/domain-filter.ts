import { type Comparison, type Filter as DomainFilter, isStorable } from '@rollcall/contracts';
import { ScimError, type AttributePath, type CompareOperator, type Filter } from '@rollcall/scim';
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

/** The attributes that services cannot filter by, and why. */
const notAskable: Readonly<Record<string, string>> = {
  password: 'The password is never told, and cannot be asked for.',
  groups: 'Users cannot be found by their groups: read the group and its members instead.',
  roles: 'Users cannot be found by roles: ask for userType instead.',
  schemas: 'Users cannot be found by schemas.',
};

/**
 * Turns a resolved SCIM filter into the domain's form. Each service decides which of these it supports.
 * @throws ScimError `invalidFilter` for attributes that no service can filter by
 */
export function domainFilter(filter: Filter): DomainFilter {
  if (filter.kind === 'not') return { is: 'not', of: domainFilter(filter.of) };
  if ('of' in filter) return { is: filter.kind, of: filter.of.map(domainFilter) };
  const attribute = askable(filter.path);
  if (filter.kind === 'present') return { is: 'present', attribute };
  if (filter.kind === 'valuePath') return { is: 'some', attribute, where: domainFilter(filter.filter) };
  const { value } = filter;
  if (typeof value === 'string' && !isStorable(value)) {
    throw new ScimError(400, `The filter compares ${attribute} with a character that is no text.`, 'invalidFilter');
  }
  return { is: comparisons[filter.operator], attribute, value };
}

function askable(path: AttributePath): string {
  const why = path.schema === undefined ? notAskable[path.attribute] : undefined;
  if (why !== undefined) throw new ScimError(400, why, 'invalidFilter');
  return domainAttribute(path);
}
