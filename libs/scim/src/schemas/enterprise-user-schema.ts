import { complex, reference, text } from './attribute.js';
import type { SchemaDefinition } from './schema-definition.js';
import { Urns } from './urns.js';

/** The enterprise User extension (RFC 7643 §4.3). */
export const enterpriseUserSchema = {
  id: Urns.enterpriseUser,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    text('employeeNumber', 'Identifier that the organization gave to the user.'),
    text('costCenter', 'Name of a cost center.'),
    text('organization', 'Name of an organization.'),
    text('division', 'Name of a division.'),
    text('department', 'Name of a department.'),
    complex('manager', "The user's manager.", [
      text('value', 'Identifier of the manager, as the identity provider sends it.', { caseExact: true }),
      // The manager is often no user of the account, so that there is no address to show.
      reference('$ref', "URI of the manager's User resource.", ['User'], {
        mutability: 'readOnly',
        returned: 'never',
        unlisted: true,
      }),
      // Read-only in RFC 7643 §4.3; here the manager is often no user of the account, so there is no name to derive.
      text('displayName', "The manager's name for display."),
    ]),
  ],
} satisfies SchemaDefinition;
