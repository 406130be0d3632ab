import { z } from 'zod';

/** JSON merge patch (RFC 7396): `null` clears an attribute, absent attributes stay, lists are replaced as a whole. */
const line = z.string().min(1).max(1_000).nullable().optional();
const part = z.string().max(1_000).optional();

const labelled = z.strictObject({ value: z.string().min(1).max(1_000), type: part, primary: z.boolean().optional() });
const address = z.strictObject({
  formatted: part,
  streetAddress: part,
  locality: part,
  region: part,
  postalCode: part,
  country: part,
  type: part,
  primary: z.boolean().optional(),
});

export const profileChange = z
  .strictObject({
    name: z
      .strictObject({
        givenName: line,
        familyName: line,
        middleName: line,
        honorificPrefix: line,
        honorificSuffix: line,
      })
      .optional(),
    displayName: line,
    nickName: line,
    title: line,
    profileUrl: line,
    preferredLanguage: line.describe('A language tag, such as en-US.'),
    locale: line.describe('A language tag, such as en-US.'),
    timezone: line.describe('An IANA name, such as Europe/Berlin.'),
    phoneNumbers: z.array(labelled).max(20).nullable().optional(),
    addresses: z.array(address).max(20).nullable().optional(),
  })
  .meta({ id: 'ProfileChange' });
