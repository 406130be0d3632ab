import type { Token } from './token.js';

/** What is known about a user who is, was or wants to be a token's creator. */
export interface Creator {
  readonly accountId: string;
  readonly userId: string;
  /** The user's version to which this is true; 0 where nothing was heard yet. */
  readonly version: number;
  readonly isActiveAdmin: boolean;
}

/** What a decision may look at. Everything in it is locked until the decision is committed. */
export interface TokenState {
  /** What user events told. */
  knownCreator(accountId: string, userId: string): Creator | undefined;
  /** False where user-service was asked about this creation and gave no answer. */
  isAnswered(accountId: string, userId: string): boolean;
  /** What user-service said when it was asked about this creation; undefined where it knows no such person. */
  askedCreator(accountId: string, userId: string): Creator | undefined;
  token(accountId: string, tokenId: string): Token | undefined;
  /** Of any account: a secret is one token's. */
  hasDigest(digest: string): boolean;
  /** Tokens of a creator that were not revoked. */
  tokensOf(accountId: string, creatorId: string): readonly Token[];
}

export type Change =
  | { readonly kind: 'creator'; readonly creator: Creator }
  | { readonly kind: 'token-made'; readonly token: Token; readonly digest: string }
  | { readonly kind: 'token-revoked'; readonly token: Token };
