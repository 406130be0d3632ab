import { purposeOf, TokenQueries, type TokenPurpose, type TokenView } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { AuditToken } from '../contract/audit-token-routes.js';
import type { Token } from '../contract/scim-routes.js';
import type { Call } from '../http/request-context.js';
import { briefsOf } from './user-briefs.js';

/** The tokens of the account for one purpose, newest first, ended ones too. */
export async function tokensFor(purpose: TokenPurpose, queries: Queries, call: Call): Promise<TokenView[]> {
  const tokens = await queries.ask(TokenQueries.list, { accountId: call.accountId }, call);
  return tokens.filter((token) => purposeOf(token) === purpose);
}

/** Tokens as this API shows them, with the names of their creators where known. */
export async function shownTokens(tokens: readonly TokenView[], queries: Queries, call: Call): Promise<AuditToken[]> {
  const ids = [...new Set(tokens.map(({ creatorId }) => creatorId))];
  const briefs = await briefsOf(queries, ids, call);
  const creators = new Map(briefs.map(({ id, userName, active }) => [id, { id, userName, active }]));
  return tokens.map((view) => {
    const { accountId: _, leniency: _of, purpose: _for, ...token } = view;
    const creator = creators.get(token.creatorId);
    // The state of a listed token is never `unknown`, which is for secrets that belong to no account.
    const shown = { ...token, state: token.state === 'unknown' ? ('revoked' as const) : token.state };
    return { ...shown, ...(creator ? { creator } : {}) };
  });
}

/** The same of SCIM tokens. */
export async function shownScimTokens(tokens: readonly TokenView[], queries: Queries, call: Call): Promise<Token[]> {
  const shown = await shownTokens(tokens, queries, call);
  return shown.map((token, index) => ({ ...token, leniency: tokens[index]?.leniency ?? 'named' }));
}
