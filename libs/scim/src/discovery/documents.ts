import { limits } from '../limits/limits.js';
import { protocolSchemas } from '../schemas/protocol-schemas.js';
import {
  entitlementResourceSchema,
  groupResourceSchema,
  roleResourceSchema,
  userResourceSchema,
  type ResourceSchema,
} from '../schemas/resource-schema.js';
import type { Meta } from '../schemas/resources.js';
import type { AttributeDefinition, ResourceTypeDefinition, SchemaDefinition } from '../schemas/schema-definition.js';
import { Urns } from '../schemas/urns.js';
import { userSchema } from '../schemas/user-schema.js';

export interface SchemaResource extends SchemaDefinition {
  readonly schemas: readonly [string];
  readonly meta: Meta;
}

export interface ResourceTypeResource {
  readonly schemas: readonly [string];
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions?: readonly { readonly schema: string; readonly required: boolean }[];
  readonly meta: Meta;
}

export interface DiscoveryOptions {
  /** The account's values of `userType`. */
  readonly userTypes?: readonly string[];
  /** The resources served; default: all. */
  readonly resources?: readonly ResourceSchema[];
}

const everything: readonly ResourceSchema[] = [
  userResourceSchema,
  groupResourceSchema,
  roleResourceSchema,
  entitlementResourceSchema,
];

/**
 * The schemas that GET /Schemas lists, resources first (RFC 7643 §7, §8.7, RFC 7644 §4). `baseUrl` ends without a
 * slash: https://host/scim/v2
 */
export function schemaResources(
  baseUrl: string,
  { userTypes, resources = everything }: DiscoveryOptions = {},
): SchemaResource[] {
  const types: readonly ResourceTypeDefinition[] = resources.map(({ type }) => type);
  const schemas = types.flatMap(({ schema, schemaExtensions }) => [
    schema.id === Urns.user && userTypes ? userSchema(userTypes) : schema,
    ...schemaExtensions.map((extension) => extension.schema),
  ]);
  return [...schemas, ...protocolSchemas].map(({ id, attributes, ...rest }) => ({
    schemas: [Urns.schema] as const,
    id,
    ...rest,
    attributes: listed(attributes),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  }));
}

function listed(attributes: readonly AttributeDefinition[]): AttributeDefinition[] {
  return attributes
    .filter(({ unlisted }) => !unlisted)
    .map((each) => (each.subAttributes ? { ...each, subAttributes: listed(each.subAttributes) } : each));
}

/** Finds a schema by its URN, without regard to case. */
export function findSchemaResource(schemas: readonly SchemaResource[], id: string): SchemaResource | undefined {
  return schemas.find((schema) => schema.id.toLowerCase() === id.toLowerCase());
}

/** The resource types that GET /ResourceTypes lists (RFC 7643 §6). */
export function resourceTypeResources(
  baseUrl: string,
  { resources = everything }: DiscoveryOptions = {},
): ResourceTypeResource[] {
  return resources.map(({ type: { id, name, description, endpoint, schema, schemaExtensions } }) => ({
    schemas: [Urns.resourceType] as const,
    id,
    name,
    description,
    endpoint,
    schema: schema.id,
    ...(schemaExtensions.length === 0
      ? {}
      : {
          schemaExtensions: schemaExtensions.map((extension) => ({
            schema: extension.schema.id,
            required: extension.required,
          })),
        }),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${id}` },
  }));
}

/** The features of this service (RFC 7643 §5). */
export function serviceProviderConfig(baseUrl: string) {
  return {
    schemas: [Urns.serviceProviderConfig],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: limits.bulkOperations, maxPayloadSize: limits.bulkBytes },
    filter: { supported: true, maxResults: limits.maxPageSize },
    changePassword: { supported: true },
    sort: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: limits.pageSize,
      maxPageSize: limits.maxPageSize,
      cursorTimeout: limits.cursorTimeoutS,
    },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'SCIM token',
        description: 'A token that an admin of the account generates, sent as a bearer token.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}
