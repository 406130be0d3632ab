import { AccountEvents, Refusal, type Actor, type PendingEvent } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { repeatable } from '../storable-text.js';

/** The types that every account has, besides its custom roles (rule 3). */
const builtInTypes = ['admin', 'member', 'viewer', 'guest'] as const;

export interface ResolvedType {
  readonly userType: string;
  /** The unknown type that was sent, where the account's fallback replaced it. */
  readonly fellBackFrom?: string;
  /** Why the user has another type than before, where no request asked for it. */
  readonly reason?: string;
}

/**
 * Resolves a sent type by rule 3: built-in types in any case, custom roles by their id, also in any case, and without surrounding space.
 * @throws Refusal user-type-unknown, listing the valid values
 */
export function resolveUserType(wanted: string, account: Account): ResolvedType {
  const builtIn = builtInTypes.find((type) => type === wanted.trim().toLowerCase());
  if (builtIn) return { userType: builtIn };
  const role = account.roles.find(({ id }) => id === wanted.trim().toLowerCase());
  if (role) return { userType: role.id };
  if (account.settings.unknownUserType === 'fallback') {
    return { userType: account.settings.fallbackUserType, fellBackFrom: wanted };
  }
  throw new Refusal('user-type-unknown', { userType: repeatable(wanted), valid: validTypes(account) });
}

const strengths: Readonly<Record<string, number>> = { admin: 4, member: 3, viewer: 2, guest: 1 };

/** Of several types that a sender names, the strongest, whatever their order; an unknown one where none is known (rule 3). */
export function strongestType(types: readonly string[], account: Pick<Account, 'roles'>): string | undefined {
  const strength = (type: string) => {
    const id = type.trim().toLowerCase();
    return strengths[id] ?? strengths[account.roles.find((role) => role.id === id)?.basedOn ?? ''] ?? 0;
  };
  return types.toSorted((one, other) => strength(other) - strength(one))[0];
}

/** The values that are valid as user type in this account. */
function validTypes(account: Account): string[] {
  return [...builtInTypes, ...account.roles.map(({ id }) => id)];
}

/** The warning event that rule 3 requires for a fallback. */
export function fellBack(
  accountId: string,
  userId: string,
  actor: Actor,
  { userType, fellBackFrom = '' }: ResolvedType,
): PendingEvent {
  return {
    type: AccountEvents.userTypeFellBack.type,
    accountId,
    aggregateId: accountId,
    payload: { accountId, actor, userId, asked: fellBackFrom, given: userType },
  };
}
