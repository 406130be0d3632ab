import { complex, integer, list, reference, text, truth } from './attribute.js';
import type { AttributeDefinition, SchemaDefinition } from './schema-definition.js';
import { Urns } from './urns.js';

const readOnly = { mutability: 'readOnly' } as const;
const always = { mutability: 'readOnly', required: true } as const;
const supported = truth('supported', 'Whether the feature is supported.', always);
const feature = (name: string, description: string, ...more: AttributeDefinition[]) =>
  complex(name, description, [supported, ...more], always);

/** RFC 7643 §5, §8.7.2. */
export const serviceProviderConfigSchema: SchemaDefinition = {
  id: Urns.serviceProviderConfig,
  name: 'ServiceProviderConfig',
  description: "The service provider's configuration",
  attributes: [
    reference('documentationUri', 'Address of documentation for people.', ['external'], readOnly),
    feature('patch', 'Changing resources with PATCH.'),
    feature(
      'bulk',
      'Several requests in one.',
      integer('maxOperations', 'The largest number of operations.', always),
      integer('maxPayloadSize', 'The largest body in bytes.', always),
    ),
    feature('filter', 'Filters.', integer('maxResults', 'The largest number of resources in one answer.', always)),
    feature('changePassword', 'Changing passwords.'),
    feature('sort', 'Sorting.'),
    complex(
      'pagination',
      'Lists page by page (RFC 9865).',
      [
        truth('cursor', 'Whether lists are paged by cursors.', always),
        truth('index', 'Whether lists are paged by index.', always),
        text('defaultPaginationMethod', 'The way when the client names none.', {
          ...readOnly,
          canonicalValues: ['cursor', 'index'],
        }),
        integer('defaultPageSize', 'The number of resources on a page when the client does not say.', readOnly),
        integer('maxPageSize', 'The largest number of resources on a page.', readOnly),
        integer('cursorTimeout', 'The seconds for which a cursor can be used.', readOnly),
      ],
      readOnly,
    ),
    feature('etag', 'Entity tags.'),
    list(
      'authenticationSchemes',
      'How clients prove who they are.',
      [
        text('type', 'The scheme.', {
          ...always,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        text('name', 'The common name of the scheme.', always),
        text('description', 'A description of the scheme.', always),
        reference('specUri', "Address of the scheme's specification.", ['external'], readOnly),
        reference('documentationUri', "Address of the scheme's documentation.", ['external'], readOnly),
        truth('primary', 'Whether this is the preferred scheme.', readOnly),
      ],
      always,
    ),
  ],
};

/** RFC 7643 §6, §8.7.2. */
export const resourceTypeSchema: SchemaDefinition = {
  id: Urns.resourceType,
  name: 'ResourceType',
  description: 'Specifies the schema that describes a SCIM resource type',
  attributes: [
    text('id', "The resource type's identifier, often the same as its name.", readOnly),
    text('name', 'The name of the resource type.', always),
    text('description', 'A description of the resource type.', readOnly),
    reference('endpoint', 'Where resources of this type are, relative to the base address.', ['uri'], always),
    reference('schema', 'The URI of the core schema.', ['uri'], always),
    list(
      'schemaExtensions',
      'Extensions of the core schema.',
      [
        reference('schema', 'The URI of the extension.', ['uri'], always),
        truth('required', 'Whether resources must have the extension.', always),
      ],
      readOnly,
    ),
  ],
};

const characteristics: readonly AttributeDefinition[] = [
  text('name', "The attribute's name.", { ...always, caseExact: true }),
  text('type', "The attribute's data type.", {
    ...always,
    canonicalValues: ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
  }),
  truth('multiValued', 'Whether the attribute is a list.', always),
  text('description', 'A description of the attribute.', readOnly),
  truth('required', 'Whether the attribute is required.', readOnly),
  { ...text('canonicalValues', 'Suggested values.', { ...readOnly, caseExact: true }), multiValued: true },
  truth('caseExact', 'Whether case counts in comparisons.', readOnly),
  text('mutability', 'Whether the attribute can be changed.', {
    ...readOnly,
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  text('returned', 'When the attribute is returned.', {
    ...readOnly,
    canonicalValues: ['always', 'never', 'default', 'request'],
  }),
  text('uniqueness', 'Where a value is unique.', { ...readOnly, canonicalValues: ['none', 'server', 'global'] }),
  { ...text('referenceTypes', 'What a reference may point to.', { ...readOnly, caseExact: true }), multiValued: true },
];

/** RFC 7643 §7, §8.7.2. */
export const schemaSchema: SchemaDefinition = {
  id: Urns.schema,
  name: 'Schema',
  description: 'Specifies the schema that describes a SCIM schema',
  attributes: [
    text('id', 'The URI of the schema.', always),
    text('name', 'The name of the schema.', readOnly),
    text('description', 'A description of the schema.', readOnly),
    list(
      'attributes',
      'The attributes of the schema.',
      [...characteristics, list('subAttributes', 'The parts of a complex attribute.', characteristics, readOnly)],
      always,
    ),
  ],
};

/** The schemas of the discovery documents themselves. */
export const protocolSchemas: readonly SchemaDefinition[] = [
  serviceProviderConfigSchema,
  resourceTypeSchema,
  schemaSchema,
];
