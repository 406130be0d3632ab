import { everything, nothing, type Filter as DomainFilter, type Frame } from '@rollcall/contracts';
import {
  groupResourceSchema,
  matchesFilter,
  Urns,
  userResourceSchema,
  type Filter,
  type ResourceSchema,
} from '@rollcall/scim';
import { domainAttribute } from './domain-attribute.js';
import { comparisonOf, domainFilter } from './domain-filter.js';

/*
 * A resolved filter on users or groups, as the service that owns them is asked. It sees resources as they are served: what only SCIM has
 * (addresses, schemas, versions in quotes) is put in the domain's words, what is the same for all of them is decided here, and what
 * another service owns is a subquery to that service.
 */

export type SearchedType = 'User' | 'Group';

/** What is answered by ids: of users who are in such teams, or who are such users. */
export interface Subquery {
  readonly of: 'members-of-teams' | 'users';
  readonly filter: DomainFilter;
}

type Condition = Extract<Filter, { kind: 'compare' | 'present' | 'valuePath' }>;
type Single = Exclude<Condition, { kind: 'valuePath' }>;

/**
 * A filter in the domain's form, and its subqueries in their order. Most filters have none; where there are some, `searchFilter` makes the
 * filter of their answers.
 * @throws ScimError invalidFilter for a text that is none
 */
export function translated(filter: Filter, type: SearchedType, baseUrl: string) {
  const subqueries: Subquery[] = [];
  const ask = (subquery: Subquery) => {
    subqueries.push(subquery);
    return [];
  };
  return { filter: translate(filter, { type, baseUrl, ask }), subqueries };
}

/**
 * A filter in the domain's form.
 * @param answers the ids that answer its subqueries, in their order
 * @throws ScimError invalidFilter for a text that is none
 */
export function searchFilter(
  filter: Filter,
  type: SearchedType,
  baseUrl: string,
  answers: readonly (readonly string[])[] = [],
): DomainFilter {
  const left = [...answers];
  return translate(filter, { type, baseUrl, ask: () => left.shift() ?? [] });
}

interface Translation {
  readonly type: SearchedType;
  readonly baseUrl: string;
  /** The ids that answer a subquery. */
  readonly ask: (subquery: Subquery) => readonly string[];
}

const schemaOf: Readonly<Record<SearchedType, ResourceSchema>> = {
  User: userResourceSchema,
  Group: groupResourceSchema,
};

function translate(filter: Filter, of: Translation): DomainFilter {
  if (filter.kind === 'not') return { is: 'not', of: translate(filter.of, of) };
  if ('of' in filter) return { is: filter.kind, of: filter.of.map((part) => translate(part, of)) };
  const { schema, attribute } = filter.path;
  if (schema !== undefined) return domainFilter(filter);
  if (attribute === 'schemas') return ofSchemas(filter, of);
  if (attribute === 'meta') return ofMeta(filter, of);
  if (attribute === 'groups') return ofGroups(asOneElement(filter), of);
  if (attribute === 'members') return ofMembers(asOneElement(filter), of);
  return domainFilter(filter);
}

/** What is the same for all resources of the type, whatever their content. */
function ofEverybody(filter: Filter, { type }: Translation, schemas = [schemaOf[type].type.schema.id]): DomainFilter {
  const resource = { schemas, meta: { resourceType: type } };
  return matchesFilter(filter, resource, schemaOf[type]) ? everything : nothing;
}

/** Users with attributes of the enterprise extension have its schema too. */
function ofSchemas(filter: Condition, of: Translation): DomainFilter {
  const without = ofEverybody(filter, of);
  const including = of.type === 'User' ? ofEverybody(filter, of, [Urns.user, Urns.enterpriseUser]) : without;
  if (without === including) return without;
  const extended = { is: 'present', attribute: 'enterprise' } as const;
  return including === everything ? extended : { is: 'not', of: extended };
}

function ofMeta(filter: Condition, of: Translation): DomainFilter {
  if (filter.kind === 'valuePath') return nothing; // resolving refuses it
  const { subAttribute } = filter.path;
  if (subAttribute === 'location') return framed(filter, 'id', { before: `${of.baseUrl}/${of.type}s/`, after: '' });
  if (subAttribute === 'version') return framed(filter, 'version', { before: 'W/"', after: '"' });
  if (subAttribute === 'resourceType') return ofEverybody(filter, of);
  if (subAttribute !== undefined) return domainFilter(filter);
  return filter.kind === 'present' || filter.operator === 'ne' ? everything : nothing; // every resource has it
}

function framed(filter: Single, attribute: string, within: Frame): DomainFilter {
  if (filter.kind === 'present') return { is: 'present', attribute };
  return { is: comparisonOf(filter), attribute, value: filter.value, within };
}

/** A condition on a list, as one on one of its elements; `negated`: that no element fulfils it. */
interface OnElement {
  readonly where: Filter;
  readonly negated: boolean;
}

const anyElement: Filter = { kind: 'and', of: [] };

function asOneElement(filter: Condition): OnElement {
  if (filter.kind === 'valuePath') return { where: filter.filter, negated: false };
  const { subAttribute } = filter.path;
  const path = { attribute: subAttribute ?? 'value' };
  const present: Filter = subAttribute === undefined ? anyElement : { kind: 'present', path };
  if (filter.kind === 'present') return { where: present, negated: false };
  const { operator, value } = filter;
  if (value === null) return { where: present, negated: operator === 'eq' };
  const negated = operator === 'ne';
  return { where: { kind: 'compare', path, operator: negated ? 'eq' : operator, value }, negated };
}

const unless = (negated: boolean, filter: DomainFilter): DomainFilter => (negated ? { is: 'not', of: filter } : filter);

/** The owner of teams knows whose they are. */
function ofGroups({ where, negated }: OnElement, of: Translation): DomainFilter {
  const reference = { value: 'id', display: 'displayName', ref: 'id', type: 'direct', page: 'Groups' };
  const values = of.ask({ of: 'members-of-teams', filter: onElement(where, reference, of) });
  return unless(negated, { is: 'one-of', attribute: 'id', values });
}

/** Members are ids; their names are the owner's of users. */
function ofMembers({ where, negated }: OnElement, of: Translation): DomainFilter {
  const reference = { value: 'value', ref: 'value', type: 'User', page: 'Users' };
  return unless(negated, { is: 'some', attribute: 'members', where: onElement(where, reference, of) });
}

/** Which users a filter on one member of a group means, in the domain's words. */
export function usersMeant(where: Filter, baseUrl: string): DomainFilter {
  const reference = { value: 'id', ref: 'id', display: 'userName', type: 'User', page: 'Users' };
  return onElement(where, reference, { type: 'Group', baseUrl, ask: () => [] });
}

/** How an element that refers to a user or team is said in the domain. */
interface Reference {
  readonly value: string;
  readonly ref: string;
  /** Absent: the name is another service's. */
  readonly display?: string;
  readonly type: string;
  readonly page: string;
}

function onElement(filter: Filter, reference: Reference, of: Translation): DomainFilter {
  if (filter.kind === 'not') return { is: 'not', of: onElement(filter.of, reference, of) };
  if ('of' in filter) return { is: filter.kind, of: filter.of.map((part) => onElement(part, reference, of)) };
  if (filter.kind === 'valuePath') return nothing; // there are no brackets within brackets
  const { attribute } = filter.path;
  const said = (name: string) => domainFilter({ ...filter, path: { attribute: name } });
  if (attribute === 'value') return said(reference.value);
  if (attribute === '$ref')
    return framed(filter, reference.ref, { before: `${of.baseUrl}/${reference.page}/`, after: '' });
  if (attribute === 'type') return sameType(filter, reference.type);
  return reference.display === undefined ? ofName(filter, reference, of) : said(reference.display);
}

/** All elements have one type. */
function sameType(filter: Single, type: string): DomainFilter {
  const path = { attribute: 'groups', subAttribute: 'type' };
  return matchesFilter({ ...filter, path }, { groups: [{ type }] }, userResourceSchema) ? everything : nothing;
}

/** Who has such a name, by id; every user has one. */
function ofName(filter: Single, { value }: Reference, of: Translation): DomainFilter {
  if (filter.kind === 'present') return everything;
  if (filter.value === null) return filter.operator === 'ne' ? everything : nothing;
  const users = of.ask({ of: 'users', filter: domainFilter({ ...filter, path: { attribute: 'userName' } }) });
  return { is: 'one-of', attribute: value, values: users };
}

/** The domain's name of the attribute that a list is sorted by; undefined where all resources of the type have the same. */
export function sortAttribute(path: Parameters<typeof domainAttribute>[0]): string | undefined {
  if (path.attribute === 'members' && path.subAttribute === '$ref') return 'members.value';
  if (path.attribute === 'schemas' && path.schema === undefined) return undefined; // the first is the type's
  if (path.attribute !== 'meta' || path.schema !== undefined) return domainAttribute(path);
  if (path.subAttribute === 'resourceType') return undefined;
  return path.subAttribute === 'location' ? 'id' : domainAttribute(path);
}
