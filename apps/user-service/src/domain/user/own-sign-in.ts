import { Refusal, type Actor } from '@rollcall/contracts';
import type { UserState } from '../user-state.js';
import { userNameKey, type User } from './user.js';

type Ownership = Pick<User, 'madeInProduct' | 'ownSignIn' | 'mayHandOver'>;

/**
 * Whose the sign-in of a written user is (rule 6). Who was made in the product and becomes an admin is her own, and stays
 * so until a hand-over. She may act for others like her only where the admin who made her one may: otherwise an admin
 * whom the directory made could make one who may.
 */
export function ownershipOf(
  wanted: Omit<User, 'ownSignIn' | 'mayHandOver'>,
  before: User | undefined,
  actor: Actor,
  state: UserState,
): Ownership {
  const { madeInProduct } = wanted;
  const ownSignIn = madeInProduct && (before?.ownSignIn === true || wanted.userType === 'admin');
  const mayHandOver =
    ownSignIn &&
    (before?.mayHandOver === true || (wanted.userType === 'admin' && mayVouch(wanted.accountId, actor, state)));
  return { madeInProduct, ownSignIn, mayHandOver };
}

function mayVouch(accountId: string, actor: Actor, state: UserState): boolean {
  if (actor.kind === 'operator') return true;
  return actor.kind === 'admin' && state.user(accountId, actor.id)?.mayHandOver === true;
}

/**
 * Checks that an admin may act for this person: make a link for her, hand her over. For who is her own, only she herself
 * and admins who are their own may (rule 6).
 * @throws Refusal not-hers-to-give
 */
export function requireMayActFor(user: User, actor: Actor, state: UserState): void {
  if (!user.ownSignIn || actor.kind === 'operator') return;
  if (actor.kind === 'admin') {
    if (actor.id.toLowerCase() === user.id.toLowerCase()) return;
    if (state.user(user.accountId, actor.id)?.mayHandOver === true) return;
  }
  throw new Refusal('not-hers-to-give', { userName: user.userName });
}

/**
 * Checks that the directory leaves the sign-in name of who is her own; another case of it is no other name (rule 6).
 * @throws Refusal own-sign-in
 */
export function requireSignInName(before: User | undefined, userName: string, actor: Actor): void {
  if (!before?.ownSignIn || actor.kind !== 'directory' || userNameKey(userName) === userNameKey(before.userName))
    return;
  throw ownSignIn(before, 'userName');
}

export function ownSignIn({ userName }: User, attribute: 'userName' | 'password'): Refusal {
  return new Refusal('own-sign-in', { userName, attribute });
}
