import type { UserProfile } from './profile.js';

/** Who manages a user or team: the identity provider, or the people of the account. */
export type ManagedBy = 'directory' | 'workspace';

/** A user, as user-service answers it to other services: the body of replies and queries. */
export interface UserView {
  readonly id: string;
  readonly accountId: string;
  readonly version: number;
  /** In the case in which it was sent (rule 1). */
  readonly userName: string;
  readonly externalId?: string;
  /** `admin`, `member`, `viewer`, `guest`, or the id of a custom role. */
  readonly userType: string;
  readonly active: boolean;
  readonly managedBy: ManagedBy;
  /** True after the directory deleted the person (rule 5): the workspace still shows them. */
  readonly released?: true;
  readonly profile: UserProfile;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What `user.create` did (rule 5). */
export type Arrival = 'created' | 'restored' | 'adopted';

/** Reply of `user.create`, `user.replace` and `user.change`: the user as committed. */
export interface UserReply extends UserView {
  /** False where nothing had to change: no event, no new version. */
  readonly changed: boolean;
  /** Set in the reply of `user.create`. */
  readonly outcome?: Arrival;
}
