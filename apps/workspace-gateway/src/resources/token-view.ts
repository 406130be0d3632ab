import { purposeOf, TokenQueries, type TokenPurpose, type TokenView } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { AnyToken, Token } from '../contract/token-shapes.js';
import type { Call } from '../http/request-context.js';
import { UserBriefs } from './user-briefs.js';

/** The tokens of the account for one purpose, newest first, ended ones too. */
export async function tokensFor(purpose: TokenPurpose, queries: Queries, call: Call): Promise<TokenView[]> {
  const tokens = await queries.ask(TokenQueries.list, { accountId: call.accountId }, call);
  return tokens.filter((token) => purposeOf(token) === purpose);
}

/** A token as this API shows it, whatever it opens, with its creator where known. */
function anyTokenOf(view: TokenView, creator: AnyToken['creator']): AnyToken {
  const { accountId: _, leniency: _of, provider: _by, purpose: _for, state, ...rest } = view;
  // The state of a listed token is never `unknown`, which is for secrets that belong to no account.
  return { ...rest, state: state === 'unknown' ? 'revoked' : state, ...(creator ? { creator } : {}) };
}

/** The same of a SCIM token. */
export const tokenOf = (view: TokenView, creator: AnyToken['creator']): Token => ({
  ...anyTokenOf(view, creator),
  leniency: view.leniency ?? 'named',
  ...(view.provider === undefined ? {} : { provider: view.provider }),
});

/** Tokens as this API shows them, with the names of their creators. */
export async function shownTokens(tokens: readonly TokenView[], queries: Queries, call: Call): Promise<AnyToken[]> {
  const people = await creatorsOf(tokens, queries, call);
  return tokens.map((token) => anyTokenOf(token, people.person(token.creatorId)));
}

/** The same of SCIM tokens. */
export async function shownScimTokens(tokens: readonly TokenView[], queries: Queries, call: Call): Promise<Token[]> {
  const people = await creatorsOf(tokens, queries, call);
  return tokens.map((token) => tokenOf(token, people.person(token.creatorId)));
}

function creatorsOf(tokens: readonly TokenView[], queries: Queries, call: Call): Promise<UserBriefs> {
  return UserBriefs.ask(queries, { userIds: tokens.map(({ creatorId }) => creatorId), actors: [] }, call);
}
