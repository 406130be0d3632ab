import type { ProfileChange, User } from '../../api/generated/types.gen';

export const ownFields = ['givenName', 'familyName', 'displayName', 'title', 'timezone'] as const;
export type OwnField = (typeof ownFields)[number];

const namesAreIn: readonly OwnField[] = ['givenName', 'familyName'];

/** What of a profile can be entered, empty where there is nothing. */
export function enteredOf({ profile }: Pick<User, 'profile'>): Record<OwnField, string> {
  const { name, displayName, title, timezone } = profile;
  return {
    givenName: name?.givenName ?? '',
    familyName: name?.familyName ?? '',
    displayName: displayName ?? '',
    title: title ?? '',
    timezone: timezone ?? '',
  };
}

/** What is sent: what differs alone, and nothing for what was made empty. Undefined where nothing differs. */
export function changeOf(
  user: Pick<User, 'profile'>,
  entered: Readonly<Record<OwnField, string>>,
): ProfileChange | undefined {
  const former = enteredOf(user);
  const differing = ownFields.filter((field) => entered[field].trim() !== former[field]);
  if (differing.length === 0) return undefined;
  const values = (fields: readonly OwnField[]) =>
    Object.fromEntries(fields.map((field) => [field, entered[field].trim() || null]));
  const ofName = differing.filter((field) => namesAreIn.includes(field));
  const others = differing.filter((field) => !namesAreIn.includes(field));
  return { ...values(others), ...(ofName.length > 0 ? { name: values(ofName) } : {}) };
}

/** Where the API says what is wrong with a field, as JSON pointers. */
export const pointerOf = (field: OwnField): string =>
  namesAreIn.includes(field) ? `/profile/name/${field}` : `/profile/${field}`;
