import type { Decision, TokenEnding, TokenRevoked } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { decideWord } from './follow-word.js';

type OfToken = Pick<TokenRevoked, 'accountId' | 'tokenId'>;

/** The token ends by itself soon. It is told again when 7 days are left, and when one is, whether or not somebody has acknowledged it. */
export function tokenEndsSoon(event: TokenEnding, at: Date, state: UserState): Decision<Change> {
  return decideWord({ ...endingOf(event), says: 'waits', at }, state);
}

/** The token has expired, or was revoked. An admin who revokes one knows it: only who did not want it is told. */
export function tokenEnded(event: OfToken, of: { wasWanted: boolean; at: Date }, state: UserState): Decision<Change> {
  const { accountId, tokenId: subjectId } = event;
  const { wasWanted, at } = of;
  const over = decideWord({ ...endingOf(event), says: 'token-ended', at }, state);
  if (wasWanted) return over;
  const ended = decideWord({ accountId, notice: 'token-ended', subjectId, says: 'waits', at }, state);
  return { changes: [...over.changes, ...ended.changes], events: [] };
}

const endingOf = ({ accountId, tokenId }: OfToken) =>
  ({ accountId, notice: 'token-ending', subjectId: tokenId }) as const;
