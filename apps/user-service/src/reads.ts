/** What of the accounts and users a command needs to be decided. */
export interface UserReads {
  readonly accountId: string;
  /** Accounts that the command changes are locked. */
  readonly changesAccount?: boolean;
  readonly slug?: string;
  readonly userId?: string;
  /** Somebody may have this name: by it people are matched, and it is unique. */
  readonly userName?: string;
  /** The type that the command asks for, where it does: who becomes an admin is counted as one at once (rule 8). */
  readonly userType?: string;
  /** The custom role that is to go: who has it is counted. */
  readonly roleId?: string;
  /** Whether there is any account is asked, and kept so. */
  readonly isFirst?: boolean;
  /** The link of `userId`. */
  readonly link?: boolean;
}
