import { commonAttributes } from './common-attributes.js';
import { enterpriseUserSchema } from './enterprise-user-schema.js';
import { groupSchema } from './group-schema.js';
import type { GroupResource, Resource, RoleResource, UserResource } from './resources.js';
import { entitlementSchema, roleSchema } from './role-schemas.js';
import type { AttributeDefinition, ResourceTypeDefinition } from './schema-definition.js';
import { Urns } from './urns.js';
import { userSchema } from './user-schema.js';

/** An attribute whose sub-attributes can be looked up without regard to case. */
export interface Attribute extends Omit<AttributeDefinition, 'subAttributes'> {
  readonly subAttributes?: Attributes;
  /** Its texts are measured by who keeps them: see `userPatchSchema`. */
  readonly measuredLater?: true;
}

/** Attributes by lower-cased name. */
export type Attributes = ReadonlyMap<string, Attribute>;

/** A schema extension of a resource type (RFC 7643 §3.3). */
export interface Extension {
  readonly urn: string;
  readonly attributes: Attributes;
}

/** The resource type of one endpoint, with its look-ups built once. */
export interface ResourceSchema<T = Resource> {
  readonly type: ResourceTypeDefinition;
  /** Core and common attributes. */
  readonly attributes: Attributes;
  /** Extensions by lower-cased URN; an extension of SCIM 1.x is found by its old URN too. leniency: scim1Urns */
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Lower-cased URNs that mean the core schema; SCIM 1.x URNs too. leniency: scim1Urns */
  readonly coreUrns: ReadonlySet<string>;
  /** Never set: it only carries the type of the resources. */
  readonly resource?: T;
}

const scim1Extensions: Readonly<Record<string, readonly string[]>> = {
  [Urns.enterpriseUser]: ['urn:scim:schemas:extension:enterprise:1.0', 'urn:scim:schemas:extension:enterprise:1.1'],
};

type Marks = Pick<Attribute, 'measuredLater'>;

function prepare(definitions: readonly AttributeDefinition[], marks: Marks): Attributes {
  return new Map(
    definitions.map(({ subAttributes, ...rest }) => [
      rest.name.toLowerCase(),
      { ...rest, ...marks, ...(subAttributes ? { subAttributes: prepare(subAttributes, marks) } : {}) },
    ]),
  );
}

function compile<T extends Resource>(type: ResourceTypeDefinition, marks: Marks = {}): ResourceSchema<T> {
  return {
    type,
    attributes: prepare([...commonAttributes, ...type.schema.attributes], marks),
    extensions: new Map(
      type.schemaExtensions.flatMap(({ schema }) => {
        const extension: Extension = { urn: schema.id, attributes: prepare(schema.attributes, marks) };
        return [schema.id, ...(scim1Extensions[schema.id] ?? [])].map((urn) => [urn.toLowerCase(), extension] as const);
      }),
    ),
    coreUrns: new Set([type.schema.id.toLowerCase(), 'urn:scim:schemas:core:1.0', 'urn:scim:schemas:core:1.1']),
  };
}

const userType: ResourceTypeDefinition = {
  id: 'User',
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: userSchema(),
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const userResourceSchema = compile<UserResource>(userType);

/**
 * The same for a PATCH: whether a text is too long is for who keeps the user to say, who knows whether the user is inactive
 * afterwards. A text that is too long keeps nobody from leaving.
 */
export const userPatchSchema = compile<UserResource>(userType, { measuredLater: true });

export const groupResourceSchema = compile<GroupResource>({
  id: 'Group',
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  schemaExtensions: [],
});

export const roleResourceSchema = compile<RoleResource>({
  id: 'Role',
  name: 'Role',
  description: 'User types and custom roles of the account',
  endpoint: '/Roles',
  schema: roleSchema,
  schemaExtensions: [],
});

export const entitlementResourceSchema = compile<RoleResource>({
  id: 'Entitlement',
  name: 'Entitlement',
  description: 'Entitlements of the account: none',
  endpoint: '/Entitlements',
  schema: entitlementSchema,
  schemaExtensions: [],
});
