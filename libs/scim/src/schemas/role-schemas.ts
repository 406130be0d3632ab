import { text } from './attribute.js';
import type { SchemaDefinition } from './schema-definition.js';
import { Urns } from './urns.js';

const readOnly = { mutability: 'readOnly' } as const;
const displayName = text('displayName', 'The name for display.', { ...readOnly, required: true });
const description = text('description', 'What it is, for people.', readOnly);

/**
 * What a user can be given, as Okta's Identity Governance lists it
 * (https://developer.okta.com/docs/guides/scim-with-entitlements). Read-only: an admin makes roles in the product.
 */
export const roleSchema = {
  id: Urns.role,
  name: 'Role',
  description: 'A user type: its id is a value of userType and of roles',
  attributes: [displayName, description],
} satisfies SchemaDefinition;

/** There are none: Okta asks for both wherever it asks for one. */
export const entitlementSchema = {
  id: Urns.entitlement,
  name: 'Entitlement',
  description: 'Something else that a user can be given: there is nothing yet',
  attributes: [displayName, text('type', 'What kind of thing it is.', readOnly), description],
} satisfies SchemaDefinition;
