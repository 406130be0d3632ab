import {
  Refusal,
  TokenEvents,
  type Actor,
  type Decision,
  type PendingEvent,
  type RevocationReason,
  type RevokeToken,
  type TokenRevoked,
  type TokenView,
} from '@rollcall/contracts';
import { viewOf, type Token } from './token.js';
import type { Change, TokenState } from './token-state.js';

/**
 * Revokes a token on request. Revoking a revoked token changes nothing.
 * @throws Refusal token-not-found, also where it is for something else than the command says
 */
export function decideRevokeToken(command: RevokeToken, state: TokenState, now: Date): Decision<Change, TokenView> {
  const token = state.token(command.accountId, command.tokenId);
  const isMeant = token && (command.purpose === undefined || command.purpose === token.purpose);
  if (!isMeant) throw new Refusal('token-not-found', { tokenId: command.tokenId });
  if (token.revoked) return { changes: [], events: [], reply: viewOf(token, now) };
  const { change, event } = revoke(token, 'revoked', command.actor, now);
  return { changes: [change], events: [event], reply: viewOf(change.token, now) };
}

/** Revokes a token for good; it cannot be restored. */
export function revoke(token: Token, reason: RevocationReason, actor: Actor, now: Date) {
  const revoked: Token = { ...token, version: token.version + 1, revoked: { reason, at: now.toISOString() } };
  const { accountId, id: tokenId, creatorId } = token;
  const payload: TokenRevoked = { accountId, tokenId, creatorId, actor, reason };
  const event: PendingEvent = {
    type: TokenEvents.revoked.type,
    accountId,
    aggregateId: tokenId,
    version: revoked.version,
    payload,
  };
  return { change: { kind: 'token-revoked', token: revoked } as const, event };
}
