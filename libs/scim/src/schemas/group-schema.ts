import { list, reference, text } from './attribute.js';
import type { SchemaDefinition } from './schema-definition.js';
import { Urns } from './urns.js';

const immutable = { mutability: 'immutable' } as const;

/** The core Group (RFC 7643 §4.2). */
export const groupSchema: SchemaDefinition = {
  id: Urns.group,
  name: 'Group',
  description: 'Group',
  attributes: [
    text('displayName', 'Name of the group, unique in the account without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    list('members', 'The members of the group.', [
      text('value', 'Identifier of the member.', { ...immutable, caseExact: true, required: true }),
      reference('$ref', 'URI of the member.', ['User'], immutable),
      text('display', "The member's name for display.", { mutability: 'readOnly' }),
      text('type', 'What kind of resource the member is.', { ...immutable, canonicalValues: ['User'] }),
    ]),
  ],
};
