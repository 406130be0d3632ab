import { actorKinds, roleBases } from '@rollcall/contracts';
import { z } from 'zod';
import { Secret } from '@rollcall/gateway-kit';

/** Ids, times and texts as this API writes them. */
export const id = z.uuid().toLowerCase();
export const time = z.iso.datetime().describe('RFC 3339, UTC');
export const text = (max: number) => z.string().min(1).max(max);
/** A secret: never shown, logged or stored, only compared or hashed. */
export const secretText = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .transform((value) => new Secret(value));

export const managedBy = z
  .enum(['directory', 'workspace'])
  .describe(
    'Who keeps it: the identity provider, whose next sync overwrites what is changed here, or the people of the account.',
  );

export const rights = z
  .enum(['admin', ...roleBases])
  .describe('What the user type allows: of a custom role, what its base allows.');

const personName = z.strictObject({
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  middleName: z.string().optional(),
  honorificPrefix: z.string().optional(),
  honorificSuffix: z.string().optional(),
  formatted: z.string().optional(),
});

const labelled = z.strictObject({
  value: z.string().optional(),
  type: z.string().optional(),
  display: z.string().optional(),
  primary: z.boolean().optional(),
});

const address = z.strictObject({
  value: z.string().optional(),
  formatted: z.string().optional(),
  streetAddress: z.string().optional(),
  locality: z.string().optional(),
  region: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string().optional(),
  type: z.string().optional(),
  primary: z.boolean().optional(),
});

const enterprise = z.strictObject({
  employeeNumber: z.string().optional(),
  costCenter: z.string().optional(),
  organization: z.string().optional(),
  division: z.string().optional(),
  department: z.string().optional(),
  manager: z.strictObject({ value: z.string().optional(), displayName: z.string().optional() }).optional(),
});

export const profile = z
  .strictObject({
    name: personName.optional(),
    displayName: z.string().optional(),
    nickName: z.string().optional(),
    title: z.string().optional(),
    profileUrl: z.string().optional(),
    preferredLanguage: z.string().optional(),
    locale: z.string().optional(),
    timezone: z.string().optional(),
    emails: z.array(labelled).optional(),
    phoneNumbers: z.array(labelled).optional(),
    addresses: z.array(address).optional(),
    enterprise: enterprise.optional(),
  })
  .meta({ id: 'Profile' });

export const user = z
  .strictObject({
    id,
    version: z.int().describe('Rises with every change; the number in the ETag.'),
    userName: z.string().describe('The e-mail address, which is also the name to sign in with.'),
    externalId: z.string().optional(),
    userType: z.string().describe('admin, member, viewer, guest, or the id of a custom role.'),
    active: z.boolean().describe('Inactive people stay, cannot sign in, and are no seats.'),
    managedBy,
    released: z.boolean().describe('The identity provider deleted the person.'),
    profile,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'User' });

/** A person shown beside another thing: a member, the creator of a token. */
export const brief = z
  .strictObject({ id, userName: z.string(), displayName: z.string().optional(), active: z.boolean() })
  .meta({ id: 'Person' });

/** The actor of a change: an admin of the account with a name, where the user is still known. */
export const actor = z
  .strictObject({
    kind: z.enum(actorKinds).describe('directory: by a SCIM token; admin; operator; system: Rollcall itself.'),
    id: z.string().describe('The id of the token or of the person, or a name.'),
    person: brief.optional(),
  })
  .meta({ id: 'Actor' });

/** A page; `next` is the cursor of the next one, and absent on the last. A page may be shorter than requested. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().optional() }).meta({ id: `${name}Page` });
}

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional()
    .describe('The `next` of the page before.'),
} as const;
