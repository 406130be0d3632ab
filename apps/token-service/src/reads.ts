/** What of the register a message needs to be decided. */
export interface TokenReads {
  readonly accountId: string;
  readonly tokenId?: string;
  /** Two tokens with one secret would be one. */
  readonly digest?: string;
  /** The creator and, where `endsTokens`, their tokens. */
  readonly creatorId?: string;
  /** A token is to be made: its creator is asked about first. */
  readonly asksCreator?: true;
  readonly endsTokens?: boolean;
}
