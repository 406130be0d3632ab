import type { UserChange } from '@rollcall/contracts';
import type { UserTree } from '../profile/apply-changes.js';
import { same } from '../profile/changed-attributes.js';
import type { Profile } from '../profile/profile.js';
import type { User } from './user.js';

/*
 * Where no address was ever sent, the userName is shown as one. A filter of a change finds it, as one of a search does, and to add it changes
 * nothing. It is kept only where the changes make something else of it: the directory has not said it, and it goes with the userName.
 */

const shownAddress = ({ userName }: Pick<User, 'userName'>) => ({ value: userName, type: 'work', primary: true });

const isStandIn = ({ profile: { emails = [] } }: Pick<User, 'profile'>) => emails.length === 0;

/** The tree to which changes of addresses apply. */
export function withShownAddress(tree: UserTree, before: User): UserTree {
  return isStandIn(before) ? { ...tree, emails: [shownAddress(before)] } : tree;
}

/** Without the address that is only shown, where the changes leave it as it is and do not say the list as a whole. */
export function withoutShownAddress(profile: Profile, before: User, changes: readonly UserChange[]): Profile {
  const isSaid = changes.some(
    ({ change, attribute }) => attribute === 'emails' && (change === 'set' || change === 'clear'),
  );
  if (isSaid || !isStandIn(before) || !profile.emails) return profile;
  const { emails, ...rest } = profile;
  const left = emails.filter((each) => !same({ ...each, primary: true }, shownAddress(before)));
  return left.length > 0 ? { ...rest, emails: left } : rest;
}
