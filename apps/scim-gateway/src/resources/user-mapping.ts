import type { CreateUser, TeamsByUser, UserProfile, UserView } from '@rollcall/contracts';
import { Urns, weakETag, type EnterpriseUser, type LabelledValue, type UserResource } from '@rollcall/scim';
import { groupReference } from './team-mapping.js';

/** A whole user in the domain's form: the part that create and replace have in common. */
export type UserInput = Pick<CreateUser, 'userName' | 'externalId' | 'userType' | 'userTypes' | 'active' | 'profile'>;

/** Turns a SCIM User, as `readResource` returns it, into the domain's form. */
export function userFromScim(resource: UserResource): UserInput {
  const { userName, externalId, active } = resource;
  const types = resource.userType === undefined ? userTypesOfRoles(resource.roles) : [resource.userType];
  return {
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    ...(types.length > 1 ? { userTypes: types } : {}),
    ...(types.length === 1 && types[0] !== undefined ? { userType: types[0] } : {}),
    ...(active === undefined ? {} : { active }),
    profile: profileFromScim(resource),
  };
}

function profileFromScim(resource: UserResource): UserProfile {
  const profile: UserProfile = sameInBoth(resource);
  const name = withoutStandIn(resource);
  if (name) profile.name = name;
  const enterprise = resource[Urns.enterpriseUser];
  if (enterprise) profile.enterprise = enterpriseFromScim(enterprise);
  return profile;
}

/** Attributes with the same name and form in SCIM and in the domain. */
function sameInBoth(resource: UserResource): UserProfile {
  const profile: UserProfile = {};
  const {
    displayName,
    nickName,
    title,
    profileUrl,
    preferredLanguage,
    locale,
    timezone,
    emails,
    phoneNumbers,
    addresses,
  } = resource;
  if (displayName !== undefined) profile.displayName = displayName;
  if (nickName !== undefined) profile.nickName = nickName;
  if (title !== undefined) profile.title = title;
  if (profileUrl !== undefined) profile.profileUrl = profileUrl;
  if (preferredLanguage !== undefined) profile.preferredLanguage = preferredLanguage;
  if (locale !== undefined) profile.locale = locale;
  if (timezone !== undefined) profile.timezone = timezone;
  if (emails) profile.emails = emails;
  if (phoneNumbers) profile.phoneNumbers = phoneNumbers;
  if (addresses) profile.addresses = addresses;
  return profile;
}

/** `$ref` is not stored: it is the URL of a resource here, made from `value` when it is needed. */
function enterpriseFromScim({ manager, ...rest }: EnterpriseUser): NonNullable<UserProfile['enterprise']> {
  if (!manager) return rest;
  const { value, displayName } = manager;
  return {
    ...rest,
    manager: { ...(value === undefined ? {} : { value }), ...(displayName === undefined ? {} : { displayName }) },
  };
}

/**
 * Where a user has no name, `userToScim` shows the userName as `formatted`. Okta sends that back together with the real
 * name, so it is dropped. For any other `formatted`, user-service decides whether it is stale.
 */
function withoutStandIn({ name, userName }: UserResource): UserProfile['name'] {
  if (name === undefined || name.formatted !== userName) return name;
  const { formatted: _, ...parts } = name;
  return Object.keys(parts).length > 0 ? parts : undefined;
}

/**
 * Marks one address as primary: the first, where none is marked. user-service keeps it so; users stored earlier may
 * have none.
 */
function withPrimary(emails: readonly LabelledValue[]): LabelledValue[] {
  if (emails.length === 0 || emails.some(({ primary }) => primary === true)) return [...emails];
  return emails.map((email, i) => (i === 0 ? { ...email, primary: true } : email));
}

/**
 * Entra's way to send `userType` (rule 3); also as JSON texts of Entra's app roles. Of several, user-service takes the
 * strongest: it knows what custom roles are based on.
 */
export function userTypesOfRoles(roles: readonly LabelledValue[] = []): string[] {
  const types = roles.flatMap(({ value }) => (value === undefined ? [] : [userTypeOfRole(value)]));
  return [...new Set(types)];
}

export function userTypeOfRole(value: string): string {
  if (!value.startsWith('{')) return value;
  try {
    const role = JSON.parse(value) as { value?: unknown };
    return typeof role.value === 'string' ? role.value : value;
  } catch {
    return value;
  }
}

/**
 * A user as a SCIM User. `name` and `emails` are always present, because importers need them: where nothing is known,
 * they are made from the userName.
 */
export function userToScim(user: UserView, baseUrl: string, groups: TeamsByUser[string] = []): UserResource {
  const { id, externalId, userName, userType, active, profile } = user;
  const { name, emails, enterprise, ...rest } = profile;
  const resource: UserResource = {
    schemas: enterprise ? [Urns.user, Urns.enterpriseUser] : [Urns.user],
    id,
    ...(externalId === undefined ? {} : { externalId }),
    userName,
    name: name ?? { formatted: userName },
    ...rest,
    userType,
    active,
    emails: emails && emails.length > 0 ? withPrimary(emails) : [{ value: userName, type: 'work', primary: true }],
    ...(groups.length > 0 ? { groups: groups.map((team) => groupReference(team, baseUrl)) } : {}),
    meta: {
      resourceType: 'User',
      created: user.createdAt,
      lastModified: user.updatedAt,
      location: locationOf(user, baseUrl),
      version: weakETag(user.version),
    },
  };
  if (enterprise) resource[Urns.enterpriseUser] = enterprise;
  return resource;
}

export function locationOf({ id }: Pick<UserView, 'id'>, baseUrl: string): string {
  return `${baseUrl}/Users/${id}`;
}
