import { Refusal, type Actor } from '@rollcall/contracts';
import type { UserState } from '../user-state.js';
import { userNameKey, type User } from './user.js';

type Ownership = Pick<User, 'madeInProduct' | 'ownSignIn' | 'mayHandOver'>;

/**
 * Whose the sign-in of a written user is (rule 6). Who was made in the product and becomes an admin is her own, and stays
 * so until a hand-over. She may act for others like her only where the admin who made her one may: otherwise an admin
 * whom the directory made could make one who may.
 * @param before undefined for a new person, also one who takes the place of another (rule 5)
 */
export function ownershipOf(
  wanted: Omit<User, 'ownSignIn' | 'mayHandOver'>,
  before: User | undefined,
  actor: Actor,
  state: UserState,
): Ownership {
  const { madeInProduct } = wanted;
  const ownSignIn = madeInProduct && (before?.ownSignIn === true || wanted.userType === 'admin');
  const becomesAdmin = wanted.userType === 'admin' && (before?.userType !== 'admin' || before.released);
  const mayHandOver =
    ownSignIn && (before?.mayHandOver === true || (becomesAdmin && mayVouch(wanted.accountId, actor, state)));
  return { madeInProduct, ownSignIn, mayHandOver };
}

/**
 * Whether a password has to end with this change (rule 6): who may act for others like her from now on keeps none that
 * the directory could know, with which it would be such an admin.
 */
export function losesPassword(before: User | undefined, after: Pick<User, 'mayHandOver'>): boolean {
  if (!before?.hasPassword || !before.directoryKnowsPassword) return false;
  return after.mayHandOver && !before.mayHandOver;
}

/** Whether this actor may make admins who act for others like them (rule 6): an operator, and who is such an admin. */
export function mayVouch(accountId: string, actor: Actor, state: UserState): boolean {
  if (actor.kind === 'operator') return true;
  return actor.kind === 'admin' && state.user(accountId, actor.id)?.mayHandOver === true;
}

/**
 * Checks that an admin may act for this person: make a link for her, rename her, hand her over, erase her. For who is her own, only she
 * herself and admins who are their own may (rule 6).
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
 * Checks that the directory, and admins whom it made, leave the sign-in name of who is her own; another case of it is no
 * other name (rule 6).
 * @throws Refusal own-sign-in, not-hers-to-give
 */
export function requireSignInName(before: User | undefined, userName: string, actor: Actor, state: UserState): void {
  if (!before?.ownSignIn || userNameKey(userName) === userNameKey(before.userName)) return;
  if (actor.kind === 'directory') throw ownSignIn(before, 'userName');
  if (actor.kind === 'admin') requireMayActFor(before, actor, state);
}

export function ownSignIn({ userName }: User, attribute: 'userName' | 'password'): Refusal {
  return new Refusal('own-sign-in', { userName, attribute });
}
