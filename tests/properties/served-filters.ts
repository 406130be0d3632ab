import { readFilter, ScimError, Urns, type Filter, type ResourceSchema } from '@rollcall/scim';
import fc from 'fast-check';
import {
  address,
  comparisonOfUser,
  inSomeCase,
  joined,
  label,
  operator,
  quoted,
  userName,
  word,
} from './scim-requests.js';

/** Filters and orders of lists, on resources as they are served. */

const partOfAddress = fc.oneof(
  fc
    .tuple(fc.constantFrom('type', 'display'), fc.oneof(label, word))
    .map(([part, value]) => `${part} eq ${quoted(value)}`),
  fc.constantFrom('primary eq true', 'primary eq "False"'),
);

/** What a filter may compare beside what a client sent: of users with these texts, times and ids. */
export interface Known {
  readonly texts: readonly string[];
  readonly times: readonly string[];
  readonly ids: readonly string[];
}

const shifted = (time: string, hours: number) =>
  new Date(Date.parse(time) + hours * 3_600_000)
    .toISOString()
    .replace('Z', `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`);
const aTime = ({ times }: Known) =>
  fc
    .tuple(fc.constantFrom(...times, '2020-01-01T00:00:00Z', '0000-01-01T00:00:00Z'), fc.constantFrom(0, 2, -11))
    .map(([time, hours]) => (hours === 0 || time.startsWith('0') ? time : shifted(time, hours)));

const ofUsersAlone = [`schemas eq "${Urns.enterpriseUser}"`, `schemas ne "${Urns.enterpriseUser}"`];

const ofMeta = (known: Known, type: string) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('meta.created', 'meta.lastModified'), operator, aTime(known))
      .map(([path, how, time]) => `${path} ${how} ${quoted(time)}`),
    fc
      .tuple(
        fc.constantFrom('meta.location', 'meta.version', 'meta.resourceType', 'schemas', 'id'),
        operator,
        fc.constantFrom(...known.ids, `${servedAt}/${type}s/${known.ids[0] ?? ''}`, servedAt, 'W/"1"', type, '2'),
      )
      .map(([path, how, value]) => `${path} ${how} ${quoted(value)}`),
    fc.constantFrom('meta pr', 'meta eq null', 'schemas pr', 'id ne null', 'meta.version pr'),
    fc.constantFrom(...(type === 'User' ? ofUsersAlone : ['meta.created pr'])),
  );

/** Where the resources of these specs are served. */
export const servedAt = 'https://scim.example/scim/v2';

/** A filter on users as they are served. */
export const anyServedFilter = (known: Known) => {
  const value = fc.oneof(fc.constantFrom(...known.texts), userName, address, word);
  const oneAddress = fc
    .tuple(value, fc.array(partOfAddress, { maxLength: 2 }), fc.boolean())
    .map(([sought, others, asEntra]) =>
      asEntra && others.length > 0
        ? `emails[${others.join(' and ')}].value eq ${quoted(sought)}`
        : `emails[${[`value eq ${quoted(sought)}`, ...others].join(' and ')}]`,
    );
  const sought = fc
    .tuple(
      inSomeCase(fc.constantFrom('userName', 'externalId', 'emails', 'emails.value', 'displayName', 'name.formatted')),
      operator,
      value,
    )
    .map(([path, how, to]) => `${path} ${how} ${quoted(to)}`);
  return joined(fc.oneof({ weight: 3, arbitrary: sought }, oneAddress, comparisonOfUser, ofMeta(known, 'User')));
};

/** A filter on groups as they are served. */
export const anyGroupFilter = (known: Known) => {
  const member = fc
    .tuple(fc.constantFrom('value', '$ref', 'type'), operator, fc.constantFrom(...known.ids, servedAt, 'User', 'user'))
    .map(([part, how, to]) => `${part} ${how} ${quoted(to)}`);
  const one = fc.oneof(
    fc
      .tuple(fc.constantFrom('displayName', 'externalId'), operator, fc.constantFrom(...known.texts))
      .map(([path, how, to]) => `${path} ${how} ${quoted(to)}`),
    fc
      .tuple(fc.constantFrom('members', 'members.value'), operator, fc.constantFrom(...known.ids))
      .map(([path, how, to]) => `${path} ${how} ${quoted(to)}`),
    member.map((each) => `members.${each}`),
    joined(member).map((each) => `members[${each}]`),
    fc.constantFrom('members pr', 'members eq null', 'externalId pr', 'members.type pr', 'members.value ne null'),
    ofMeta(known, 'Group'),
  );
  return joined(one);
};

/** What users can be sorted by. */
export const anySortBy = fc.constantFrom(
  'userName',
  'displayName',
  'name.familyName',
  'NAME.givenName',
  'externalId',
  'active',
  'userType',
  'id',
  'title',
  'emails',
  'emails.type',
  'phoneNumbers.value',
  'addresses.locality',
  'meta.created',
  'meta.version',
  'meta.lastModified',
  'meta.location',
  'profileUrl',
  'nickName',
  'preferredLanguage',
  'name.formatted',
  'name.middleName',
  'emails.primary',
  'emails.display',
  'phoneNumbers.type',
  'addresses',
  'addresses.formatted',
  `${Urns.enterpriseUser}:department`,
  `${Urns.enterpriseUser}:manager`,
);

/** Filters of a sample as text and tree, without those that name what there is not. */
export function readFilters(texts: readonly string[], schema: ResourceSchema): { text: string; filter: Filter }[] {
  return texts.flatMap((text) => {
    try {
      return [{ text, filter: readFilter(text, schema) }];
    } catch (error) {
      if (error instanceof ScimError && error.scimType === 'invalidFilter') return [];
      throw error;
    }
  });
}
