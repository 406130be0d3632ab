/** What a message reads to be decided. */
export interface TokenReads {
  readonly accountId: string;
  readonly tokenId?: string;
  /** Digest of the new secret: no two tokens may share a secret. */
  readonly digest?: string;
  /** The creator, and their tokens where `withTokens` is set. */
  readonly creatorId?: string;
  /** A token is to be made: its creator is asked about first. */
  readonly asksCreator?: true;
  readonly withTokens?: boolean;
}
