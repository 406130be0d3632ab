import { complex, list, reference, text, truth } from './attribute.js';
import type { SchemaDefinition } from './schema-definition.js';
import { Urns } from './urns.js';

const name = complex('name', "The components of the user's name.", [
  text('formatted', 'The full name, formatted for display.'),
  text('familyName', 'The family name, or last name.'),
  text('givenName', 'The given name, or first name.'),
  text('middleName', 'The middle name(s).'),
  text('honorificPrefix', 'The honorific prefix(es), or title.'),
  text('honorificSuffix', 'The honorific suffix(es).'),
]);

const display = text('display', 'A name for display.');
const primary = truth('primary', 'Whether this is the preferred value; only one is.');
const type = (...canonicalValues: string[]) =>
  text('type', "A label of the value's purpose.", canonicalValues.length > 0 ? { canonicalValues } : {});

const lists = [
  list('emails', 'E-mail addresses of the user.', [
    text('value', 'The e-mail address.'),
    display,
    type('work', 'home', 'other'),
    primary,
  ]),
  list('phoneNumbers', 'Phone numbers of the user.', [
    text('value', 'The phone number.'),
    display,
    type('work', 'home', 'mobile', 'fax', 'pager', 'other'),
    primary,
  ]),
  list('addresses', 'Postal addresses of the user.', [
    text('value', 'The address, where it came as a bare text.', { unlisted: true }), // rule 4
    text('formatted', 'The full address, formatted for display.'),
    text('streetAddress', 'Street, house number, or post office box.'),
    text('locality', 'The city or locality.'),
    text('region', 'The state or region.'),
    text('postalCode', 'The postal code.'),
    text('country', 'The country, ISO 3166-1 alpha-2.'),
    type('work', 'home', 'other'),
    primary,
  ]),
];

const readOnly = { mutability: 'readOnly' } as const;
const groups = list(
  'groups',
  'Groups that the user belongs to. Read-only: change the group.',
  [
    text('value', 'Identifier of the group.', { ...readOnly, caseExact: true }),
    reference('$ref', 'URI of the group.', ['Group'], readOnly),
    text('display', 'Name of the group.', readOnly),
    text('type', 'How the user belongs to the group.', { ...readOnly, canonicalValues: ['direct', 'indirect'] }),
  ],
  readOnly,
);

/** The user types that exist without custom roles. */
export const builtInUserTypes: readonly string[] = ['admin', 'member', 'viewer', 'guest'];

/**
 * The core User (RFC 7643 §4.1), with exactly the attributes that are stored and returned, since clients rely on
 * `/Schemas`. `userTypes` are the account's values of `userType`.
 */
export function userSchema(userTypes: readonly string[] = builtInUserTypes) {
  return {
    id: Urns.user,
    name: 'User',
    description: 'User Account',
    attributes: [
      text('userName', "The user's e-mail address, unique in the account without regard to case.", {
        required: true,
        uniqueness: 'server',
      }),
      name,
      text('displayName', 'The name of the user for display.'),
      text('nickName', 'The casual way to address the user.'),
      reference('profileUrl', "URL of the user's online profile.", ['external']),
      text('title', "The user's title, such as Vice President."),
      text('userType', 'What the user may do: a built-in type or the id of a custom role.', {
        canonicalValues: userTypes,
      }),
      text('preferredLanguage', "The user's preferred language, such as en-US."),
      text('locale', "The user's locale, such as en-US."),
      text('timezone', "The user's time zone in IANA form, such as Europe/Berlin."),
      truth('active', 'Whether the user may use the service.'),
      text('password', 'The clear-text password. Never returned.', {
        caseExact: true,
        mutability: 'writeOnly',
        returned: 'never',
      }),
      ...lists,
      groups,
      list(
        'roles',
        'Another way to say userType, which shows it; of several roles the strongest counts.',
        [text('value', 'The user type or the id of a custom role.'), display, type(), primary],
        { mutability: 'writeOnly', returned: 'never' },
      ),
    ],
  } satisfies SchemaDefinition;
}
