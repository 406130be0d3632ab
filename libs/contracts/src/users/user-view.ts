import type { UserProfile } from './profile.js';

/** Who keeps a user or team: the identity provider, or the people of the account. */
export type ManagedBy = 'directory' | 'workspace';

/** A user as its owner tells others: the body of replies and queries. */
export interface UserView {
  readonly id: string;
  readonly accountId: string;
  readonly version: number;
  /** With the case in which it was sent (rule 1). */
  readonly userName: string;
  readonly externalId?: string;
  /** `admin`, `member`, `viewer`, `guest`, or the id of a custom role. */
  readonly userType: string;
  readonly active: boolean;
  readonly managedBy: ManagedBy;
  /** True where the directory deleted the person (rule 5): the workspace still shows them. */
  readonly released?: true;
  readonly profile: UserProfile;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How a directory's creation came to its user (rule 5). */
export type Arrival = 'created' | 'restored' | 'adopted';

/** Reply of `user.create`, `user.replace` and `user.change`: the user as committed. */
export interface UserReply extends UserView {
  /** False where everything was so already: no event, no new version. */
  readonly changed: boolean;
  /** Of `user.create`, when it succeeded. */
  readonly outcome?: Arrival;
}
