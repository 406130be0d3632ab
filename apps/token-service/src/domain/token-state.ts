import type { ClosureChange } from '@rollcall/contracts';
import type { Token } from './token.js';

/** What is known about a user who is, was or wants to be a token's creator. */
export interface Creator {
  readonly accountId: string;
  readonly userId: string;
  /** The user's version when this was true; 0 where no event was received yet. */
  readonly version: number;
  readonly isActiveAdmin: boolean;
}

/** The state that decisions read. All of it is locked until the decision is committed. */
export interface TokenState {
  /** The creator as user events described them. */
  knownCreator(accountId: string, userId: string): Creator | undefined;
  /** False where user-service was asked about this creator and did not answer. */
  isAnswered(accountId: string, userId: string): boolean;
  /** The creator as user-service answered for this creation; undefined where it has no such user. */
  prefetchedCreator(accountId: string, userId: string): Creator | undefined;
  token(accountId: string, tokenId: string): Token | undefined;
  /** Whether a token of any account has this digest: a secret belongs to one token only. */
  hasDigest(digest: string): boolean;
  /** Tokens of a creator that are not revoked. */
  tokensOf(accountId: string, creatorId: string): readonly Token[];
}

export type Change =
  | { readonly kind: 'creator'; readonly creator: Creator }
  | { readonly kind: 'token-made'; readonly token: Token; readonly digest: string }
  | { readonly kind: 'token-revoked'; readonly token: Token }
  | ClosureChange;
