import { isNewerVersion, type Decision, type RevocationReason, type UserEvent } from '@rollcall/contracts';
import { revoke } from './revoke-token.js';
import { stateOf } from './token.js';
import type { Change, TokenState } from './token-state.js';

/** What a user event says about a user's right to have tokens. */
export interface CreatorNews extends Pick<UserEvent, 'accountId' | 'userId' | 'userType' | 'active'> {
  /** The user's version after the event. */
  readonly version: number;
  readonly released: boolean;
}

const ourselves = { kind: 'system', id: 'token-service' } as const;

/**
 * Decides what a user event changes. Active admins are stored. A stored user who is no active admin any more loses all
 * tokens made before that event, for good (rule 18). Most users never were admins: nothing is stored about them.
 *
 * Two guards, since events may come twice and late. The stored state only moves to a newer version. Tokens are ended by
 * their own mark: an admin who was demoted (version 5) and promoted again (6) may have been asked about in version 6
 * before event 5 arrives, and event 5 must still end the tokens of version 4 and spare those of 6.
 */
export function decideCreatorChanged(news: CreatorNews, state: TokenState, now: Date): Decision<Change> {
  const { accountId, userId, version } = news;
  const reason = reasonToRevoke(news);
  const known = state.knownCreator(accountId, userId);
  if (!known && reason) return { changes: [], events: [] };
  const creator = { accountId, userId, version, isActiveAdmin: reason === undefined };
  const remembered: Change[] = isNewerVersion(version, known?.version) ? [{ kind: 'creator', creator }] : [];
  if (!reason) return { changes: remembered, events: [] };
  const ended = state
    .tokensOf(accountId, userId)
    .filter((token) => token.creatorVersion < version && stateOf(token, now).state === 'working')
    .map((token) => revoke(token, reason, ourselves, now));
  return {
    changes: [...remembered, ...ended.map(({ change }) => change)],
    events: ended.map(({ event }) => event),
  };
}

/** Why a user in this state may have no tokens; undefined for an active admin. */
export function reasonToRevoke({
  userType,
  active,
  released,
}: Pick<CreatorNews, 'userType' | 'active' | 'released'>): RevocationReason | undefined {
  if (released) return 'creator-released';
  if (!active) return 'creator-deactivated';
  return userType === 'admin' ? undefined : 'creator-not-admin';
}
