import type { NoticeKind } from '@rollcall/contracts';
import type { Account } from './account/account.js';
import type { BrakeCounts, Leaver, LeaverDecision } from './leavers/leaver.js';
import type { Notice, NoticeChange, LastWord } from './notices/notice.js';
import type { User } from './user/user.js';
import type { NotificationChange, Webhook, WebhookChange } from './webhooks/webhook.js';

/**
 * What a decision may read: loaded under locks, plus the changes of earlier decisions of the same batch. Rules are cited
 * by their number in docs/rules.md.
 *
 * Only what a command's `UserReads` (reads.ts) declare is loaded. Each method says which field it needs; it throws an
 * Error where no command of the batch declared that, as undefined and 0 would be wrong answers.
 */
export interface UserState {
  /** Needs `accountId`. */
  account(accountId: string): Account | undefined;
  /** Needs `slug`. */
  accountBySlug(slug: string): Account | undefined;
  /**
   * Whether there is any account. No other account can be created until the decision is committed. Needs
   * `isFirst`.
   */
  hasAccounts(): boolean;
  /** The user with this id, released or not. Needs `userId`. */
  user(accountId: string, id: string): User | undefined;
  /**
   * The user with this userName, who is not released: a released user's name is nobody's (rule 5). Needs `userName`,
   * except for the name of a user that is loaded anyway; of a released one, `comesBack`.
   */
  userNamed(accountId: string, userName: string): User | undefined;
  /** Released users who had this userName, the last released first. Needs `userName` and `matching`. */
  releasedNamed(accountId: string, userName: string): readonly User[];
  /** Users with this `externalId`, released or not, the last changed first. Needs `externalId`. */
  usersWithExternalId(accountId: string, externalId: string): readonly User[];
  /**
   * How many active admins the account has, counted under the lock of the account's row (rule 8). Needs
   * `changesAccount`, `userType: 'admin'`, or that a loaded user is an admin.
   */
  activeAdmins(accountId: string): number;
  /**
   * An upper bound of how many users have a custom role; 0 is exact. Counted under the lock of the account's row. Needs
   * `roleId`.
   */
  usersWithRole(accountId: string, roleId: string): number;
  /** How many people were released so many days ago, or earlier. Needs `releasedDays`; undefined for other days. */
  releasedLongAgo(accountId: string, days: string): number | undefined;
  /** The last version of a user who was erased (rule 25); undefined for every other id. Needs `userId` and `erased`. */
  erasedVersion(accountId: string, id: string): number | undefined;
  /** The link by which a user may set a password. Needs `userId` and `link`. */
  link(accountId: string, userId: string): Link | undefined;
  /**
   * What the brake on leavers has counted (rule 27); undefined where the account has none, or had none when it was loaded.
   * Needs `leaves` or `leavers`, or that a
   * loaded user is held.
   */
  brake(accountId: string): BrakeCounts | undefined;
  /** Whether the person has left within the last ten minutes already, as far as the brake counts it. Needs `leaves`. */
  hasLeft(accountId: string, userId: string): boolean;
  /** The person as one whom the brake keeps. Needs that the user is loaded and `isHeld`, or is among the `leavers`. */
  leaver(accountId: string, userId: string): Leaver | undefined;
  /** A notice. Needs `noticeId`. */
  notice(accountId: string, id: string): Notice | undefined;
  /** The last word of another service. Needs it among `told`. */
  lastWord(accountId: string, notice: NoticeKind, subjectId: string): LastWord | undefined;
  /** All webhooks of the account, oldest first. Needs `webhooks`. */
  webhooks(accountId: string): readonly Webhook[];
  /** The kinds of notices that an admin gets by e-mail no more. Needs `notificationsOf`. */
  notificationsOff(accountId: string, userId: string): readonly NoticeKind[];
}

/** A one-time link. Only the digest of its secret is stored. */
export interface Link {
  readonly digest: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  /** An admin whom the directory made has it, or had (rule 6). */
  readonly directoryKnows: boolean;
}

/** A new password. The user's link and sessions end, but for the session with this digest. */
export interface PasswordChange {
  readonly kind: 'password';
  readonly accountId: string;
  readonly userId: string;
  readonly hash: string;
  /** SHA-256 of the session's token, hex. */
  readonly keptSession?: string;
}

/** A change that a decision makes. */
export type Change =
  | { readonly kind: 'user'; readonly before?: User; readonly after: User }
  | PasswordChange
  /** Deletes the user's password and link, and ends all sessions. */
  | { readonly kind: 'credentials-gone'; readonly accountId: string; readonly userId: string }
  /** Nothing of the user stays but account, id and this version. */
  | { readonly kind: 'erased'; readonly before: User; readonly version: number }
  /** A new link, which replaces the former one; without `link` the former one is used up or withdrawn. */
  | { readonly kind: 'link'; readonly accountId: string; readonly userId: string; readonly link?: Link }
  | { readonly kind: 'account'; readonly before?: Account; readonly after: Account }
  /** The directory has made a person inactive, or released: the brake counts it. */
  | { readonly kind: 'left'; readonly accountId: string; readonly userId: string; readonly at: string }
  /** A person whom the brake keeps, as from now on; without `leaver` it keeps the person no more. */
  | { readonly kind: 'leaver'; readonly accountId: string; readonly userId: string; readonly leaver?: Leaver }
  | DecisionAboutAll
  | NoticeChange
  | { readonly kind: 'notice-told'; readonly word: LastWord }
  | { readonly kind: 'notice-acknowledged'; readonly notice: Notice }
  | WebhookChange
  | NotificationChange;

/** An admin's decision about all who are held. */
export interface DecisionAboutAll {
  readonly kind: 'all-leavers';
  readonly accountId: string;
  readonly to: 'approved' | 'declined';
  readonly decided: LeaverDecision;
  /** Until then others pass. */
  readonly passesUntil?: string;
}
