import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AttributeDefinition } from '../schemas/schema-definition.js';
import { Urns } from '../schemas/urns.js';
import { schemaResources } from './documents.js';

/** What RFC 7643 §8.7.1 and §8.7.2 say of each attribute, without the descriptions. */
type Characteristics = Partial<Omit<AttributeDefinition, 'name' | 'description' | 'subAttributes'>>;
const standard = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../test/rfc7643-schemas.json'), 'utf8'),
) as Record<string, Record<string, Characteristics>>;

const flat = (attributes: readonly AttributeDefinition[], prefix = ''): [string, AttributeDefinition][] =>
  attributes.flatMap((each) => [
    [prefix + each.name, each],
    ...flat(each.subAttributes ?? [], `${prefix}${each.name}.`),
  ]);
const ours = Object.fromEntries(
  schemaResources('https://scim.example.com/scim/v2').map(({ id, attributes }) => [
    id,
    Object.fromEntries(flat(attributes)),
  ]),
);

/** Attributes that are not kept: nothing in the product shows them, and a manager is often no user of the account. With their sub-attributes. */
const notKept: Readonly<Record<string, readonly string[]>> = {
  [Urns.user]: ['ims', 'photos', 'entitlements', 'x509Certificates'],
  [Urns.enterpriseUser]: ['manager.$ref'],
};

/** Each characteristic that is another one here, and why. */
const others: Readonly<Record<string, Readonly<Record<string, Characteristics>>>> = {
  [Urns.user]: {
    profileUrl: { caseExact: true }, // a reference: RFC 7643 §2.3.7 has them compared with regard to case
    password: { caseExact: true }, // two passwords of different case are two
    roles: { mutability: 'writeOnly', returned: 'never' }, // Entra sends them; what comes of them is shown as userType (rule 3)
    'groups.value': { caseExact: true }, // ids are, by RFC 7643 §3.1
    'groups.$ref': { caseExact: true, referenceTypes: ['Group'] }, // RFC 7643 §2.3.7; a user belongs to groups
  },
  [Urns.enterpriseUser]: {
    'manager.value': { caseExact: true }, // an id (RFC 7643 §3.1)
    'manager.displayName': { mutability: 'readWrite' }, // the manager is often no user of the account: kept as sent
  },
  [Urns.group]: {
    displayName: { required: true, uniqueness: 'server' }, // RFC 7643 §4.2 has it REQUIRED; rule 11 unique
    'members.value': { required: true, caseExact: true }, // rule 12; an id (RFC 7643 §3.1)
    'members.$ref': { caseExact: true, referenceTypes: ['User'] }, // RFC 7643 §2.3.7; groups in groups are refused (rule 12)
    'members.type': { canonicalValues: ['User'] },
  },
  [Urns.serviceProviderConfig]: {
    documentationUri: { caseExact: true }, // RFC 7643 §2.3.7
    'authenticationSchemes.specUri': { caseExact: true },
    'authenticationSchemes.documentationUri': { caseExact: true },
  },
  [Urns.resourceType]: {
    endpoint: { caseExact: true }, // RFC 7643 §2.3.7
    schemaExtensions: { multiValued: true, required: false }, // RFC 7643 §6 has a list, which may be absent
  },
  [Urns.schema]: {
    name: { required: false },
    ...withinAttributes({
      type: {
        canonicalValues: ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'], // RFC 7643 §2.3.6
      },
      description: { caseExact: false },
      mutability: { caseExact: false },
      returned: { caseExact: false },
      uniqueness: { caseExact: false },
    }),
    'attributes.subAttributes.referenceTypes': { multiValued: true }, // RFC 7643 §7 has a list
  },
};

function withinAttributes(of: Record<string, Characteristics>): Record<string, Characteristics> {
  const both = ['attributes.', 'attributes.subAttributes.'];
  return Object.fromEntries(both.flatMap((prefix) => Object.entries(of).map(([name, each]) => [prefix + name, each])));
}

/** Attributes that RFC 7643 §8.7 does not list. */
const additional: Readonly<Record<string, readonly string[]>> = {
  [Urns.user]: ['addresses.primary'], // RFC 7643 §2.4 has it for every list; §8.2 sends it
  [Urns.group]: ['members.display'], // RFC 7643 §2.4; §8.4 shows it
  [Urns.serviceProviderConfig]: [
    'pagination', // RFC 9865 §4, with its parts
    'pagination.cursor',
    'pagination.index',
    'pagination.defaultPaginationMethod',
    'pagination.defaultPageSize',
    'pagination.maxPageSize',
    'pagination.cursorTimeout',
    'etag', // RFC 7643 §5 has these
    'etag.supported',
    'authenticationSchemes.type',
    'authenticationSchemes.primary',
  ],
};

describe('the schemas of RFC 7643 §8.7', () => {
  it.each(Object.keys(standard))(
    '%s has the characteristics that the standard says, but for those named here',
    (urn) => {
      const theirs = standard[urn] ?? {};
      const differing = Object.entries(theirs).flatMap(([path, characteristics]) => {
        const here = ours[urn]?.[path];
        if (!here) return [];
        const different = Object.keys(characteristics).filter(
          (key) =>
            JSON.stringify(here[key as keyof Characteristics] ?? []) !==
            JSON.stringify(characteristics[key as keyof Characteristics]),
        );
        if (different.length === 0) return [];
        return [[path, Object.fromEntries(different.map((key) => [key, here[key as keyof Characteristics]]))] as const];
      });
      expect(Object.fromEntries(differing)).toEqual(others[urn] ?? {});
    },
  );

  it.each(Object.keys(standard))('%s has the attributes of the standard, but for those named here', (urn) => {
    const missing = Object.keys(standard[urn] ?? {}).filter((path) => !ours[urn]?.[path]);
    const isKept = (path: string) => !notKept[urn]?.some((name) => path === name || path.startsWith(`${name}.`));
    const kept = missing.filter(isKept);
    expect(kept).toEqual([]);
    const more = Object.keys(ours[urn] ?? {}).filter((path) => !standard[urn]?.[path]);
    expect(more.toSorted()).toEqual((additional[urn] ?? []).toSorted());
  });
});
