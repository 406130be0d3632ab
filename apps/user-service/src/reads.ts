/** What a command must know of accounts and users to be decided. */
export interface UserReads {
  readonly accountId: string;
  /** Whether the command changes the account itself, whose row is then locked. */
  readonly changesAccount?: boolean;
  readonly slug?: string;
  readonly userId?: string;
  /** The user with this name, if there is one: directories match users by name, and it is unique. */
  readonly userName?: string;
  /** The type that the command sets, if it does: for the type `admin` the account's admins are counted (rule 8). */
  readonly userType?: string;
  /** The custom role that the command deletes: the users who have it are counted. */
  readonly roleId?: string;
  /** Whether there is any account; none can then be created until the command is committed. */
  readonly isFirst?: boolean;
  /** The link of `userId`. */
  readonly link?: boolean;
}
