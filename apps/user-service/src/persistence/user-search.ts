import {
  profilePaths,
  type Filter,
  type ProfileAttribute,
  type ProfileAttributes,
  type SearchUsers,
} from '@rollcall/contracts';
import type { Parameter, Searched, SearchedAttributes, SearchedElements } from '@rollcall/persistence';
import { userNameKey } from '../domain/user/user.js';
import { userNameKeySql } from './user-name-key-sql.js';

/*
 * What users can be searched and sorted by: everything that SCIM shows of a user, as it is shown. Columns of `users u`, and the profile.
 */

/** Longer texts are stored, but are no addresses, and too long for the index. */
export const longestAddress = 320;

/** Attributes of a profile that are compared with regard to case (RFC 7643 `caseExact`). */
const exact = new Set(['profileUrl', 'enterprise.manager.value']);

/** Where no address is known, the userName is shown as one, and where no name is known, as the formatted name. */
const shownEmails = `CASE WHEN jsonb_array_length(u.profile->'emails') > 0 THEN u.profile->'emails'
  ELSE jsonb_build_array(jsonb_build_object('value', u.user_name, 'type', 'work', 'primary', true)) END`;
const shownFormatted = `CASE WHEN u.profile ? 'name' THEN u.profile->'name'->>'formatted' ELSE u.user_name END`;
/** The first address is the primary one where none is marked: of users from before they were. */
const shownPrimary = `CASE WHEN e.at = 1 AND NOT jsonb_path_exists(u.profile->'emails', '$[*] ? (@.primary == true)') THEN true
  ELSE (e.o->>'primary')::boolean END`;

const shownAddress = `e.o->>'value'`;
/** That one of the elements is this address: an index has found the users, and this tells which of their addresses it was. */
const isAddressed = (value: string, parameter: Parameter) =>
  `${userNameKeySql(shownAddress)} = ${parameter(userNameKey(value))}::text`;

/** Where email_keys is null, the userName is the only address. */
function emailEquals(value: string, parameter: Parameter): string | undefined {
  if (value.length > longestAddress) return undefined;
  const key = parameter(userNameKey(value));
  return `((u.email_keys IS NULL AND u.user_name_key = ${key}::text) OR u.email_keys @> ARRAY[${key}::text])`;
}

/** The attributes of users by their names in the domain. */
export const userAttributes: SearchedAttributes = {
  ...Object.fromEntries([...profilePaths].flatMap(([path, attribute]) => ofProfile(path, attribute))),
  id: { holds: 'id', sql: 'u.id' },
  userName: {
    holds: 'text',
    sql: 'u.user_name',
    equals: (value, parameter) => `u.user_name_key = ${parameter(userNameKey(value))}`,
    sortedBy: 'u.user_name_key',
  },
  externalId: {
    holds: 'text',
    sql: 'u.external_id',
    exact: true,
    equals: (value, parameter) => `u.external_id = ${parameter(value)}`,
  },
  userType: {
    holds: 'text',
    sql: 'u.user_type',
    // types are in lower case: built-in ones, and ids of roles
    equals: (value, parameter) => `u.user_type = ${parameter(value.toLowerCase())}`,
  },
  active: { holds: 'flag', sql: 'u.active' },
  createdAt: { holds: 'time', sql: 'u.created_at' },
  updatedAt: { holds: 'time', sql: 'u.updated_at' },
  version: { holds: 'text', sql: 'u.version::text', exact: true },
  displayName: { holds: 'text', sql: `u.profile->>'displayName'`, indexed: true },
  name: { holds: 'parts', present: 'true' },
  'name.formatted': { holds: 'text', sql: shownFormatted },
  emails: {
    ...elementsOf(shownEmails, {
      ...partsOfElement(profilePaths.get('emails')),
      value: { holds: 'text', sql: shownAddress, equals: isAddressed },
      primary: flag(shownPrimary),
    }),
    valueEquals: emailEquals,
  },
};

function ofProfile(path: string, attribute: ProfileAttribute): [string, Searched][] {
  const steps = path.split('.');
  const [list = ''] = steps;
  if (steps.length > 1 && profilePaths.get(list)?.holds === 'elements') return []; // parts of a list are looked up in it
  const holder = ['u.profile', ...steps.slice(0, -1).map((step) => `'${step}'`)].join('->');
  const name = `'${steps.at(-1)}'`;
  if (attribute.holds === 'elements') return [[path, elementsOf(`${holder}->${name}`, partsOfElement(attribute))]];
  if (attribute.holds === 'parts') return [[path, { holds: 'parts', present: `${holder} ? ${name}` }]];
  return [[path, single(`${holder}->>${name}`, attribute, exact.has(path))]];
}

function partsOfElement(attribute: ProfileAttribute | undefined): Record<string, Searched> {
  const parts: ProfileAttributes = attribute?.holds === 'elements' ? attribute.parts : {};
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, single(`e.o->>'${name}'`, part, false)]),
  );
}

function single(sql: string, { holds }: ProfileAttribute, isExact: boolean): Searched {
  return holds === 'flag' ? flag(`(${sql})::boolean`) : { holds: 'text', sql, ...(isExact ? { exact: true } : {}) };
}

function flag(sql: string): Searched {
  return { holds: 'flag', sql };
}

/** A list is sorted by its primary element, or by its first. */
function elementsOf(list: string, parts: Record<string, Searched>): SearchedElements {
  const element = `coalesce(jsonb_path_query_first(${list}, '$[*] ? (@.primary == true)'), (${list})->0)`;
  const first = Object.entries(parts).map(([name, { holds }]): [string, Searched] => {
    const sql = `(${element}->>'${name}')`;
    return [name, holds === 'flag' ? flag(`${sql}::boolean`) : { holds: 'text', sql }];
  });
  return {
    holds: 'elements',
    from: `jsonb_array_elements(${list}) WITH ORDINALITY AS e(o, at)`,
    parts,
    first: Object.fromEntries(first),
  };
}

/** Each is one person's. */
const unique = new Set(['id', 'userName']);
/** With an index, and mostly of one person or a few; but any number of people may have the same. */
const keys = new Set([...unique, 'externalId', 'emails', 'emails.value']);

/** Whether a search reads no more users than it finds: it names one, whatever else it says, or lists everybody. */
export function readsFew({ filter, sort }: Pick<SearchUsers, 'filter' | 'sort'>): boolean {
  return filter === undefined ? sort === undefined : namesOne(filter);
}

function namesOne(filter: Filter): boolean {
  if (filter.is === 'and') return filter.of.some(namesOne);
  return filter.is === 'equals' && unique.has(filter.attribute) && filter.value !== null && !filter.within;
}

/** Whether a filter names people by a key, so that an index finds them, whatever else it says. */
function findsByKey(filter: Filter | undefined): boolean {
  if (filter === undefined) return false;
  if (filter.is === 'and') return filter.of.some(findsByKey);
  if (filter.is === 'some' && filter.attribute === 'emails') return findsByValue(filter.where);
  if (filter.is !== 'equals' || !keys.has(filter.attribute) || filter.value === null || filter.within) return false;
  return !filter.attribute.startsWith('emails') || isAddress(filter.value);
}

/** Whether a search is one that looks at many users, as far as it tells: it names no key, and does more than list everybody. */
export function looksThrough({ filter, sort }: Pick<SearchUsers, 'filter' | 'sort'>): boolean {
  return !findsByKey(filter) && (filter !== undefined || sort !== undefined);
}

/** Comparisons that an index answers; how many users it leads to is not known before. */
const indexed: Readonly<Record<string, readonly string[]>> = {
  displayName: ['equals', 'starts-with'],
  userType: ['equals'],
  active: ['equals'],
  updatedAt: ['equals', 'greater', 'greater-or-equal', 'less', 'less-or-equal'],
};
const indexedOrders = new Set(['userName', 'displayName', 'updatedAt', 'id']);

/** Whether a search that looks through users may read few of them all the same, by an index: as identity providers search. */
export function mayReadFew({ filter, sort }: Pick<SearchUsers, 'filter' | 'sort'>): boolean {
  if (filter !== undefined) return goesByIndex(filter);
  return sort === undefined || (indexedOrders.has(sort.attribute) && !sort.keys);
}

function goesByIndex(filter: Filter): boolean {
  if (filter.is === 'and') return filter.of.some(goesByIndex);
  if (!('attribute' in filter) || !('value' in filter) || filter.value === null || filter.within) return false;
  return Object.hasOwn(indexed, filter.attribute) && indexed[filter.attribute]?.includes(filter.is) === true;
}

function findsByValue(where: Filter): boolean {
  const said = where.is === 'and' ? where.of : [where];
  return said.some((part) => part.is === 'equals' && part.attribute === 'value' && isAddress(part.value));
}

const isAddress = (value: unknown) => typeof value === 'string' && value.length <= longestAddress;
