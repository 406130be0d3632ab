import type { NoticeKind } from '@rollcall/contracts';

/** What a command must know of accounts and users to be decided. */
export interface UserReads {
  readonly accountId: string;
  /** Whether the command changes the account itself, whose row is then locked. */
  readonly changesAccount?: boolean;
  readonly slug?: string;
  readonly userId?: string;
  /** The user with this name, if there is one: directories match users by name, and it is unique. */
  readonly userName?: string;
  /** Whether released users who had the name count too: a creation may restore one (rule 5). */
  readonly matching?: boolean;
  /** The users with this `externalId`, where the account's setting lets it tell people apart (rule 5). */
  readonly externalId?: string;
  /** The admin who acts: what she may do depends on who she is (rule 6). */
  readonly actorId?: string;
  /** Whether `userId`, if released, may come back under the name that it had, which somebody else may have by now. */
  readonly comesBack?: boolean;
  /** The type that the command sets, if it does: for the type `admin` the account's admins are counted (rule 8). */
  readonly userType?: string;
  /** The custom role that the command deletes: the users who have it are counted. */
  readonly roleId?: string;
  /** How many people of the account were released this many days ago, or earlier: what a dry run of the setting says (rule 25). */
  readonly releasedDays?: number;
  /** Whether there is any account; none can then be created until the command is committed. */
  readonly isFirst?: boolean;
  /** Whether `userId` was erased: such an id is nobody's for good (rule 25). */
  readonly erased?: boolean;
  /** The link of `userId`. */
  readonly link?: boolean;
  /** Whether the directory may make `userId` inactive by it, or releases: where the account has a brake, leavers are counted (rule 27). */
  readonly leaves?: boolean;
  /** An admin has approved that `userId` leaves: who else has left is not counted for it. */
  readonly isApproved?: boolean;
  /** What the brake has counted, whatever the account's setting, and these people as leavers. */
  readonly leavers?: readonly string[];
  /** A notice of the account. */
  readonly noticeId?: string;
  /** Whether other services have told of these subjects before. */
  readonly lastWords?: readonly NoticeSubject[];
  /** The webhooks of the account; it is to be locked, because they are counted. */
  readonly webhooks?: boolean;
  /** Which notices this person gets by e-mail. */
  readonly notificationsOf?: string;
}

/** What other services tell of: a team or a token, and in which respect. */
export interface NoticeSubject {
  readonly notice: NoticeKind;
  readonly subjectId: string;
}

/** What an event about a team, or a token, reads. */
export function readsLastWords(accountId: string, subjectId: string, ...notices: NoticeKind[]): UserReads {
  return { accountId, lastWords: notices.map((notice) => ({ notice, subjectId })) };
}
