import { applyPatch, readResource, userResourceSchema, type LabelledValue, type UserResource } from '@rollcall/scim';
import { renderScimError } from '../../apps/scim-gateway/src/errors/render-scim-error.js';
import { userFromScim } from '../../apps/scim-gateway/src/resources/user-mapping.js';
import { withListsAsSet } from '../../apps/user-service/src/domain/profile/apply-changes.js';
import { knownProfile, withPrimaryAddress } from '../../apps/user-service/src/domain/profile/profile-shape.js';
import type { User } from '../../apps/user-service/src/domain/user/user.js';
import { userNameKey } from '../../apps/user-service/src/domain/user/user-name-key.js';
import { aUser } from '../../apps/user-service/test/support/given.js';

/** Rule 1: addresses are the same whatever their case, width and composition. */
export const addressKeys = { userName: userNameKey, 'emails.value': userNameKey };

/** What a creation makes: user-service's user, and the resource by the standard's rules. */
export function created(body: object): { readonly user: User; readonly resource: UserResource } {
  const read = readResource(body, userResourceSchema);
  const whole = userFromScim(read);
  const { externalId: _, ...nobody } = aUser();
  const user = {
    ...nobody,
    ...whole,
    profile: withPrimaryAddress(withListsAsSet(knownProfile(whole.profile))),
  } as User; // absent members stay the former ones
  return { user, resource: kept(listsAsSet(read)) };
}

/** No value twice, and one primary: as a PATCH that replaces the lists by themselves. */
function listsAsSet(resource: UserResource): UserResource {
  const lists = (['emails', 'phoneNumbers', 'addresses'] as const).filter((name) => resource[name]);
  const operations = lists.flatMap((attribute) => [
    { op: 'remove' as const, path: { attribute } },
    { op: 'replace' as const, path: { attribute }, value: resource[attribute]?.filter(saysSomething) },
  ]);
  return applyPatch(resource, operations, userResourceSchema, addressKeys);
}

/** What the product keeps of a resource where the standard leaves it open. */
export function kept(after: UserResource, before?: UserResource): UserResource {
  const resource: UserResource = { ...after };
  // Everybody has a type and a state (rules 3 and 5): to remove one says nothing.
  resource.userType ??= before?.userType ?? 'member';
  resource.active ??= before?.active ?? true;
  // An element with nothing but a label is empty: Okta sends it for what is not filled in.
  for (const list of ['emails', 'phoneNumbers', 'addresses'] as const) {
    const elements = (resource[list] ?? []).filter(saysSomething);
    if (elements.length > 0) Object.assign(resource, { [list]: elements });
    else delete resource[list];
  }
  // One address is the primary one: where none says so, the first.
  if (resource.emails) resource.emails = withPrimary(resource.emails);
  return resource;
}

const saysSomething = (element: object) => Object.keys(element).some((name) => name !== 'type' && name !== 'primary');

function withPrimary(emails: readonly LabelledValue[]): LabelledValue[] {
  if (emails.some(({ primary }) => primary === true)) return [...emails];
  return emails.map((email, at) => (at === 0 ? { ...email, primary: true } : email));
}

/** What an attempt comes to, or the scimType of its refusal. */
export function outcomeOf<T>(run: () => T): { readonly done: T } | { readonly refused: string } {
  try {
    return { done: run() };
  } catch (error) {
    const { scimType, status, code } = renderScimError(error, 'a request');
    if (status !== 400) throw error;
    return { refused: scimType ?? code };
  }
}
