import type { Profile, User, UserChange } from '../../api/generated/types.gen';

/** What can be edited in one field each, by its name in the form. */
export const editedFields = [
  'userName',
  'displayName',
  'givenName',
  'familyName',
  'nickName',
  'title',
  'preferredLanguage',
  'locale',
  'timezone',
] as const;
export type EditedField = (typeof editedFields)[number];

const isOfName = (field: EditedField): field is 'givenName' | 'familyName' =>
  field === 'givenName' || field === 'familyName';

/** The value that a field begins with. */
export function valueOf({ userName, profile }: Pick<User, 'userName' | 'profile'>, field: EditedField): string {
  if (field === 'userName') return userName;
  const value = isOfName(field) ? profile.name?.[field] : profile[field as keyof Profile];
  return typeof value === 'string' ? value : '';
}

/** Where the API says that a field is wrong: a JSON pointer. */
export function placeOf(field: EditedField): string {
  if (field === 'userName') return '/userName';
  return isOfName(field) ? `/profile/name/${field}` : `/profile/${field}`;
}

/**
 * What was changed, as JSON merge patch (RFC 7396): fields that were left alone are absent, emptied ones `null`.
 * @param entered what stands in a field
 */
export function changeOf(
  person: Pick<User, 'userName' | 'profile'>,
  entered: (field: EditedField) => string,
): UserChange {
  const changed = editedFields.filter((field) => entered(field).trim() !== valueOf(person, field));
  const patch = (fields: readonly EditedField[]) =>
    Object.fromEntries(fields.map((field) => [field, entered(field).trim() || null]));
  const name = patch(changed.filter(isOfName));
  const profile = {
    ...patch(changed.filter((field) => field !== 'userName' && !isOfName(field))),
    ...(Object.keys(name).length > 0 ? { name } : {}),
  };
  return {
    ...(changed.includes('userName') ? { userName: entered('userName').trim() } : {}),
    ...(Object.keys(profile).length > 0 ? { profile } : {}),
  };
}
