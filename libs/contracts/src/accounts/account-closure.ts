import type { Actor } from '../actor.js';

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
