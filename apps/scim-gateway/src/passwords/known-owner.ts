import type { UserChange, UserProfile } from '@rollcall/contracts';
import type { PasswordContext } from '@rollcall/gateway-kit';

/** What a whole user says of the person who is to have the password that came with it. */
export function ownerOfWhole({
  userName,
  profile: { displayName, name = {} },
}: {
  readonly userName: string;
  readonly profile: UserProfile;
}): PasswordContext {
  return knownOf({ userName, displayName, givenName: name.givenName, familyName: name.familyName });
}

/** What a partial change says of them, which is often nothing. */
export function ownerOfChanges(changes: readonly UserChange[]): PasswordContext {
  const said = (attribute: string) => changes.findLast((change) => change.attribute === attribute)?.value;
  const name = said('name');
  const parts: UserProfile['name'] = typeof name === 'object' && name !== null ? name : {};
  return knownOf({
    userName: said('userName'),
    displayName: said('displayName'),
    givenName: said('name.givenName') ?? parts.givenName,
    familyName: said('name.familyName') ?? parts.familyName,
  });
}

/** A change may bring any value: what is no text is refused later. */
function knownOf(words: { readonly [Word in keyof PasswordContext]?: unknown }): PasswordContext {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => typeof word === 'string'));
}
