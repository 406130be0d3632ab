import { describe, expect, it } from 'vitest';
import { userResourceSchema } from '../schemas/resource-schema.js';
import type { AttributeDefinition } from '../schemas/schema-definition.js';
import { Urns } from '../schemas/urns.js';
import { findSchemaResource, resourceTypeResources, schemaResources, serviceProviderConfig } from './documents.js';

const base = 'https://scim.example.com/scim/v2';
const schemas = schemaResources(base);
const attributes = (urn: string) => findSchemaResource(schemas, urn)?.attributes ?? [];
const attribute = (urn: string, path: string): AttributeDefinition | undefined =>
  path.split('.').reduce<{ list: readonly AttributeDefinition[]; found?: AttributeDefinition }>(
    ({ list }, name) => {
      const found = list.find((each) => each.name === name);
      return { list: found?.subAttributes ?? [], ...(found ? { found } : {}) };
    },
    { list: attributes(urn) },
  ).found;
const everyAttribute = (list: readonly AttributeDefinition[]): AttributeDefinition[] =>
  list.flatMap((each) => [each, ...everyAttribute(each.subAttributes ?? [])]);

describe('GET /Schemas', () => {
  it('does not show what RFC 7643 does not have, although it is kept: the bare value of an address', () => {
    const [user] = schemaResources('https://x/scim/v2');
    const addresses = user?.attributes.find(({ name }) => name === 'addresses');
    expect(addresses?.subAttributes?.map(({ name }) => name)).toEqual([
      'formatted',
      'streetAddress',
      'locality',
      'region',
      'postalCode',
      'country',
      'type',
      'primary',
    ]);
    expect(JSON.stringify(schemaResources('https://x/scim/v2'))).not.toContain('unlisted');
  });
});

describe('the schemas (RFC 7643 §7, §8.7)', () => {
  it('are those of the resources, then those of the discovery documents', () => {
    expect(schemas.map(({ id }) => id)).toEqual([
      Urns.user,
      Urns.enterpriseUser,
      Urns.group,
      Urns.role,
      Urns.entitlement,
      Urns.serviceProviderConfig,
      Urns.resourceType,
      Urns.schema,
    ]);
    expect(schemaResources(base, { resources: [userResourceSchema] }).map(({ id }) => id)).not.toContain(Urns.group);
  });

  it.each(schemas.map((schema) => [schema.name, schema] as const))(
    '%s says where it is, and nothing else',
    (_, schema) => {
      expect(Object.keys(schema).toSorted()).toEqual(['attributes', 'description', 'id', 'meta', 'name', 'schemas']);
      expect(schema.schemas).toEqual([Urns.schema]);
      expect(schema.meta).toEqual({ resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` });
    },
  );

  it.each(schemas.map((schema) => [schema.name, schema] as const))(
    '%s gives every characteristic of RFC 7643 §7',
    (_, schema) => {
      for (const each of everyAttribute(schema.attributes)) {
        expect(each, each.name).toMatchObject({
          multiValued: expect.any(Boolean) as boolean,
          required: expect.any(Boolean) as boolean,
          description: expect.stringMatching(/\S/) as string,
          mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/) as string,
          returned: expect.stringMatching(/^(always|never|default|request)$/) as string,
        });
        expect(each.type === 'complex', each.name).toBe(each.subAttributes !== undefined);
        expect(each.type === 'reference', each.name).toBe(each.referenceTypes !== undefined);
        if (each.type === 'string') expect(typeof each.caseExact, each.name).toBe('boolean');
        expect(Object.values(each), each.name).not.toContain(null);
      }
    },
  );

  it('say what is required, unique, secret and read-only', () => {
    expect(attribute(Urns.user, 'userName')).toMatchObject({ required: true, uniqueness: 'server', caseExact: false });
    expect(attribute(Urns.group, 'displayName')).toMatchObject({ required: true, uniqueness: 'server' });
    expect(attribute(Urns.group, 'members.value')).toMatchObject({ required: true, mutability: 'immutable' });
    expect(attribute(Urns.user, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(attribute(Urns.user, 'groups')).toMatchObject({ mutability: 'readOnly', multiValued: true });
    expect(attribute(Urns.user, 'groups.value')).toMatchObject({ mutability: 'readOnly' });
    expect(attribute(Urns.enterpriseUser, 'manager.value')).toMatchObject({ type: 'string' });
  });

  it('have the attributes that are kept, and no others', () => {
    const names = (urn: string) => attributes(urn).map(({ name }) => name);
    expect(names(Urns.user).join(' ')).toBe(
      'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password ' +
        'emails phoneNumbers addresses groups roles',
    );
    expect(names(Urns.enterpriseUser).join(' ')).toBe(
      'employeeNumber costCenter organization division department manager',
    );
  });

  it('tell the user types of the account as data', () => {
    const userTypes = ['admin', 'member', 'viewer', 'guest', '01890a5d-ac96-774b-bcce-b302099a8060'];
    const [user] = schemaResources(base, { userTypes });
    expect(user?.attributes.find(({ name }) => name === 'userType')?.canonicalValues).toEqual(userTypes);
    expect(attribute(Urns.user, 'userType')?.canonicalValues).toEqual(['admin', 'member', 'viewer', 'guest']);
  });

  it('are found by their URN in any case', () => {
    expect(findSchemaResource(schemas, Urns.user.toUpperCase())?.name).toBe('User');
    expect(findSchemaResource(schemas, 'urn:x')).toBeUndefined();
  });
});

describe('the resource types (RFC 7643 §6, §8.6)', () => {
  it('name endpoint, schema and extensions', () => {
    expect(resourceTypeResources(base)).toEqual([
      {
        schemas: [Urns.resourceType],
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        description: 'User Account',
        schema: Urns.user,
        schemaExtensions: [{ schema: Urns.enterpriseUser, required: false }],
        meta: { location: `${base}/ResourceTypes/User`, resourceType: 'ResourceType' },
      },
      {
        schemas: [Urns.resourceType],
        id: 'Group',
        name: 'Group',
        endpoint: '/Groups',
        description: 'Group',
        schema: Urns.group,
        meta: { location: `${base}/ResourceTypes/Group`, resourceType: 'ResourceType' },
      },
      ...['Role', 'Entitlement'].map(
        (id) => expect.objectContaining({ id, name: id, schema: `urn:okta:scim:schemas:core:1.0:${id}` }) as unknown,
      ),
    ]);
  });
});

describe('the configuration of the service provider (RFC 7643 §5, §8.5)', () => {
  const config = serviceProviderConfig(base);

  it('says what its own schema calls required, and nothing that the schema does not know', () => {
    const known = attributes(Urns.serviceProviderConfig);
    const { schemas: urns, meta, ...rest } = config;
    expect(urns).toEqual([Urns.serviceProviderConfig]);
    expect(meta).toEqual({ resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` });
    for (const name of Object.keys(rest)) expect(known.map((each) => each.name)).toContain(name);
    for (const { name, required } of known) if (required) expect(rest).toHaveProperty(name);
  });

  it('has the figures that Okta’s suite of 2017 looks at', () => {
    expect(config.authenticationSchemes[0]).toMatchObject({
      type: 'oauthbearertoken',
      description: expect.stringMatching(/\S/) as string,
    });
    expect(config.bulk).toMatchObject({ supported: true, maxOperations: 1_000, maxPayloadSize: 2_097_152 });
  });
});
