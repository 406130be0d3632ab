import type { Actor } from '../actor.js';
import type { Decision } from '../decision.js';

/** `closing`: its term runs. `closed`: all of it is deleted, or being deleted; of such an account only this stone stays. */
export const closureStates = ['open', 'closing', 'closed'] as const;
export type ClosureState = (typeof closureStates)[number];

/** The message that an account's closure follows from, and who sent it (rule 20). */
export interface ClosureCause {
  readonly id: string;
  readonly correlationId: string;
  readonly actor: Actor;
}

/** How far the closing of one account has come, as a service keeps it. An account without one is open. */
export interface AccountClosure {
  readonly accountId: string;
  readonly state: ClosureState;
  /** The account's version that brought it here: an older event changes nothing. */
  readonly version: number;
  /** RFC 3339: when it is to be acted on next; absent where it is not. */
  readonly dueAt?: string;
  readonly cause?: ClosureCause;
}

/** Saves a closure; what a later version has said stays. */
export interface ClosureChange {
  readonly kind: 'closure';
  readonly closure: AccountClosure;
}

/** What a service does about an event of `ClosingEvents`: it keeps the state, and begins to delete where the account is closed. */
export function followClosure(
  state: ClosureState,
  { accountId, version }: Pick<AccountClosure, 'accountId' | 'version'>,
  now: Date,
): Decision<ClosureChange> {
  const due = state === 'closed' ? { dueAt: now.toISOString() } : {};
  return { changes: [{ kind: 'closure', closure: { accountId, state, version, ...due } }], events: [] };
}
