import { complex, reference, text } from './attribute.js';
import type { AttributeDefinition } from './schema-definition.js';

const readOnly = { mutability: 'readOnly' } as const;

/** Attributes of every resource (RFC 7643 §3.1): part of each schema without being listed in it. */
export const commonAttributes: readonly AttributeDefinition[] = [
  text('id', 'Unique identifier of the resource, given by the service provider.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', 'Identifier of the resource as the provisioning client knows it.', { caseExact: true }),
  complex(
    'meta',
    'What the service provider notes about the resource.',
    [
      text('resourceType', 'Name of the resource type.', { ...readOnly, caseExact: true }),
      { ...text('created', 'When the resource was made.', readOnly), type: 'dateTime' },
      { ...text('lastModified', 'When the resource was last changed.', readOnly), type: 'dateTime' },
      reference('location', 'URI of the resource.', ['uri'], readOnly),
      text('version', 'Version of the resource, as in the ETag header.', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
];
