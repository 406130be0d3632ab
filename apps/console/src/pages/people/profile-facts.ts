import type { Address, Profile, User } from '../../api/generated/types.gen';
import { t } from '../../texts';

type FactName = keyof typeof t.person.facts;

export interface ProfileFact {
  readonly name: FactName;
  readonly value: string;
  /** The directory's next sync overwrites it. */
  readonly isKept: boolean;
}

/** What is known of a person, without what is empty. */
export function profileFacts({
  userName,
  profile,
  managedBy,
  ownSignIn,
}: Pick<User, 'userName' | 'profile' | 'managedBy' | 'ownSignIn'>): readonly ProfileFact[] {
  const isKept = managedBy === 'directory';
  return [
    { name: 'userName', value: userName, isKept: isKept && !ownSignIn },
    ...[...nameFacts(profile), ...ownFacts(profile, userName), ...enterpriseFacts(profile)].flatMap(([name, value]) =>
      value ? [{ name, value, isKept }] : [],
    ),
  ];
}

type Known = readonly [FactName, string | undefined];

const nameFacts = ({ displayName, name, nickName, title }: Profile): Known[] => [
  ['displayName', displayName],
  ['givenName', name?.givenName],
  ['familyName', name?.familyName],
  ['nickName', nickName],
  ['title', title],
];

const ownFacts = (profile: Profile, userName: string): Known[] => [
  ['emails', joined(profile.emails?.map(({ value }) => value).filter((value) => value !== userName))],
  ['phoneNumbers', joined(profile.phoneNumbers?.map(({ value, type }) => (type ? `${value} (${type})` : value)))],
  ['addresses', joined(profile.addresses?.map(addressText))],
  ['preferredLanguage', profile.preferredLanguage],
  ['locale', profile.locale],
  ['timezone', profile.timezone],
  ['profileUrl', profile.profileUrl],
];

const enterpriseFacts = ({ enterprise: of }: Profile): Known[] => [
  ['employeeNumber', of?.employeeNumber],
  ['costCenter', of?.costCenter],
  ['organization', of?.organization],
  ['division', of?.division],
  ['department', of?.department],
  ['manager', of?.manager?.displayName ?? of?.manager?.value],
];

const joined = (parts: readonly (string | undefined)[] = []) => parts.filter(Boolean).join(', ') || undefined;

const addressText = ({ formatted, streetAddress, postalCode, locality, region, country }: Address) =>
  formatted ?? joined([streetAddress, [postalCode, locality].filter(Boolean).join(' '), region, country]);
