import type { ManagedBy, UserView } from '@rollcall/contracts';
import type { Profile } from '../profile/profile.js';

/** A person in an account, as decisions see the user. Rules are cited by their number in docs/rules.md. */
export interface User {
  readonly accountId: string;
  readonly id: string;
  /** Each event raises it by one; 0 before the first. */
  readonly version: number;
  /** In the case in which it was sent (rule 1). */
  readonly userName: string;
  readonly externalId?: string;
  readonly userType: string;
  readonly active: boolean;
  readonly managedBy: ManagedBy;
  /** The directory deleted the user: SCIM no longer finds it (rule 5). */
  readonly released: boolean;
  /** The directory deactivated the user: it cannot be activated by hand (rule 7). */
  readonly deactivatedByDirectory: boolean;
  readonly hasPassword: boolean;
  /** The directory has set the password, or could know it: see `knownByDirectory` (rule 6). */
  readonly directoryKnowsPassword: boolean;
  /** Made by hand, not by the directory; no longer after a hand-over. */
  readonly madeInProduct: boolean;
  /** Her own: the directory may set neither the name nor the password to sign in with (rule 6). */
  readonly ownSignIn: boolean;
  /** May make links for, and hand over, others whose sign-in is their own (rule 6). */
  readonly mayHandOver: boolean;
  /** The brake keeps the person active although the directory has said that the person leaves (rule 27). */
  readonly isHeld: boolean;
  readonly profile: Profile;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export { userNameKey } from './user-name-key.js';

export function isActiveAdmin(user: Pick<User, 'userType' | 'active' | 'released'> | undefined): boolean {
  return user !== undefined && user.userType === 'admin' && user.active && !user.released;
}

/** The user as queries and replies show it. */
export function viewOf(user: User): UserView {
  const { id, accountId, version, userName, externalId, userType, active, managedBy, profile, createdAt, updatedAt } =
    user;
  const { released, ownSignIn } = user;
  return {
    id,
    accountId,
    version,
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    userType,
    active,
    managedBy,
    ...(released ? { released } : {}),
    ...(ownSignIn ? { ownSignIn } : {}),
    profile,
    createdAt,
    updatedAt,
  };
}
