import type { Leniency } from '../leniencies/leniency.js';
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
  /** Its texts are measured by who keeps them: see `userPatchSchema` and `shorter`. */
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
  /** Extensions by lower-cased URN; an extension of SCIM 1.x is found by its old URN too. */
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Lower-cased URNs that mean the core schema; SCIM 1.x URNs too. */
  readonly coreUrns: ReadonlySet<string>;
  /** The same without the URNs of SCIM 1.x. */
  readonly standard: ResourceSchema<T>;
  /** Never set: it only carries the type of the resources. */
  readonly resource?: T;
}

const scim1Extensions: Readonly<Record<string, readonly string[]>> = {
  [Urns.enterpriseUser]: ['urn:scim:schemas:extension:enterprise:1.0', 'urn:scim:schemas:extension:enterprise:1.1'],
};

/** Whether the texts of an attribute, or of its parts, are measured later. */
type Measuring = (attribute: string) => boolean;

function prepare(definitions: readonly AttributeDefinition[], isMeasuredLater: Measuring): Attributes {
  return new Map(
    definitions.map(({ subAttributes, ...rest }): [string, Attribute] => {
      const isLater = isMeasuredLater(rest.name);
      const parts = subAttributes ? { subAttributes: prepare(subAttributes, () => isLater) } : {};
      return [rest.name.toLowerCase(), { ...rest, ...(isLater ? { measuredLater: true as const } : {}), ...parts }];
    }),
  );
}

/** The schema by which a request is read: SCIM 1.x URNs are a leniency (scim1Urns). */
export const readBy = <T>(schema: ResourceSchema<T>, leniency: Leniency): ResourceSchema<T> =>
  leniency === 'none' ? schema.standard : schema;

function compile<T extends Resource>(
  type: ResourceTypeDefinition,
  isMeasuredLater: Measuring = () => false,
): ResourceSchema<T> {
  const attributes = prepare([...commonAttributes, ...type.schema.attributes], isMeasuredLater);
  const extensions = type.schemaExtensions.map(({ schema }): Extension => ({
    urn: schema.id,
    attributes: prepare(schema.attributes, isMeasuredLater),
  }));
  const core = type.schema.id.toLowerCase();
  const byUrns = (urnsOf: (urn: string) => readonly string[]) =>
    new Map(extensions.flatMap((each) => urnsOf(each.urn).map((urn) => [urn.toLowerCase(), each] as const)));
  const standard = {
    type,
    attributes,
    extensions: byUrns((urn) => [urn]),
    coreUrns: new Set([core]),
    get standard(): ResourceSchema<T> {
      return standard;
    },
  };
  return {
    type,
    attributes,
    extensions: byUrns((urn) => [urn, ...(scim1Extensions[urn] ?? [])]),
    coreUrns: new Set([core, 'urn:scim:schemas:core:1.0', 'urn:scim:schemas:core:1.1']),
    standard,
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

/** Less of these is kept than of other texts, and who keeps them says how much. */
const shorter: ReadonlySet<string> = new Set(['externalId', 'userName', 'userType', 'roles']);

export const userResourceSchema = compile<UserResource>(userType, (name) => shorter.has(name));

/**
 * The same for a PATCH: whether a text is too long is for who keeps the user to say, who knows whether the user is inactive
 * afterwards. A text that is too long keeps nobody from leaving.
 */
export const userPatchSchema = compile<UserResource>(userType, () => true);

/** Of all texts of a group less is kept. */
export const groupResourceSchema = compile<GroupResource>(
  {
    id: 'Group',
    name: 'Group',
    description: 'Group',
    endpoint: '/Groups',
    schema: groupSchema,
    schemaExtensions: [],
  },
  () => true,
);

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
