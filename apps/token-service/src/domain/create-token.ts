import { purposeOf, Refusal, TokenEvents, type CreateToken, type Decision, type TokenView } from '@rollcall/contracts';
import { providerShown, stateOf, viewOf, type Token } from './token.js';
import type { Change, Creator, TokenState } from './token-state.js';

const defaultLifeInYears = 1;
const longestLifeInYears = 2;
/** The tokens of an admin end in one transaction, and who looks at a list is to see all that work. */
const maxOfAdmin = 100;

/**
 * Decides whether an admin gets a new token (rule 17).
 * @throws Refusal not-an-admin, too-many-tokens, expiry-invalid, invalid-message, dependency-away
 */
export function decideCreateToken(command: CreateToken, state: TokenState, now: Date): Decision<Change, TokenView> {
  const { accountId, tokenId, creatorId, actor, digest } = command;
  if (!state.isAnswered(accountId, creatorId)) throw new Refusal('dependency-away', { service: 'user-service' });
  const creator = newestCreator(command, state);
  if (!creator?.isActiveAdmin) throw new Refusal('not-an-admin', { userId: creatorId });
  if (state.token(accountId, tokenId)) throw new Refusal('invalid-message', { problems: ['tokenId is taken'] });
  if (state.hasDigest(digest)) throw new Refusal('invalid-message', { problems: ['digest is that of another token'] });
  const working = state.tokensOf(accountId, creatorId).filter((each) => stateOf(each, now).state === 'working');
  if (working.length >= maxOfAdmin) throw new Refusal('too-many-tokens', { most: maxOfAdmin });
  const token: Token = {
    id: tokenId,
    accountId,
    version: 1,
    name: command.name,
    hint: command.hint,
    creatorId,
    creatorVersion: creator.version,
    createdAt: now.toISOString(),
    expiresAt: expiryOf(command, now).toISOString(),
    leniency: command.leniency ?? 'named',
    ...providerShown(command),
    purpose: purposeOf(command),
  };
  return {
    changes: [
      { kind: 'creator', creator },
      { kind: 'token-made', token, digest },
    ],
    events: [
      {
        type: TokenEvents.created.type,
        accountId,
        aggregateId: tokenId,
        version: token.version,
        payload: { accountId, tokenId, creatorId, actor },
      },
    ],
    reply: viewOf(token, now),
  };
}

/**
 * The newer state of the creator: what user-service answered, or what later events said (rule 18: also when both happen
 * at the same moment). A user whom user-service does not show is no admin, whatever earlier events said.
 */
function newestCreator({ accountId, creatorId }: CreateToken, state: TokenState): Creator | undefined {
  const prefetched = state.prefetchedCreator(accountId, creatorId);
  const known = state.knownCreator(accountId, creatorId);
  return prefetched && known && known.version > prefetched.version ? known : prefetched;
}

/**
 * The expiry that the command names, or the default.
 * @throws Refusal expiry-invalid
 */
function expiryOf({ expiresAt }: CreateToken, now: Date): Date {
  if (expiresAt === undefined) return yearsFrom(now, defaultLifeInYears);
  const expiry = new Date(expiresAt);
  const isFuture = expiry.getTime() > now.getTime();
  if (isFuture && expiry.getTime() <= yearsFrom(now, longestLifeInYears).getTime()) return expiry;
  throw new Refusal('expiry-invalid', { expiresAt });
}

function yearsFrom(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() + years);
  return then;
}
