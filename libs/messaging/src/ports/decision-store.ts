import type { Decision, Refusal, Reply } from '@rollcall/contracts';
import type { Message } from '../codec/envelope.js';

/** What became of one message of a batch. */
export type Outcome =
  /** Committed now, or refused by a rule and the refusal remembered. `reply` is absent for events. */
  | { readonly kind: 'done'; readonly reply?: Reply }
  /** Its id was in the inbox: nothing was done again, and the stored reply is given again. */
  | { readonly kind: 'seen'; readonly reply?: Reply }
  /** Its deadline had passed before it was claimed: refused for good. */
  | { readonly kind: 'expired'; readonly reply: Reply };

/** What an error of the store means for the messages at hand. */
export type FailureKind =
  /** The database does not answer, or refuses connections: wait for it, consume nothing meanwhile. */
  | 'unavailable'
  /** Another transaction was in the way (deadlock, serialization, unique race, stale version): try again. */
  | 'conflict'
  /** Anything else: this message, or our code, is at fault. */
  | 'fault';

/** Decides one message on the state that its handler declared; throws `Refusal` for a "no". */
export type Decide<State, Change> = (message: Message, state: State) => Promise<Decision<Change>>;

/** What is done about messages that are not decided. */
export interface FailureStore {
  classify(error: unknown): FailureKind;
  /**
   * Commands only: takes the message without a decision, so that what its caller is told stays true when it comes again. Commits
   * at once. Where somebody has taken it meanwhile, it is `seen`, and the stored reply counts.
   */
  refuse(message: Message, refusal: Refusal): Promise<Outcome>;
  /**
   * Ordered events only: sets the message aside under its key, so that what follows for that key waits behind it.
   * Commits at once.
   */
  park(message: Message, reason: string): Promise<void>;
  /** Which of these keys have something parked: their messages must be parked too. */
  parkedKeys(keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Turns messages into committed facts: claims them in the inbox, loads the state that their handlers declared, has them
 * decided in order (each seeing what the earlier ones did), saves changes, events and replies, all in ONE transaction.
 *
 * `decide` is called once per message that is neither seen nor expired, in the given order; it does no I/O. After `run` resolves,
 * everything is committed; when it rejects, nothing is. Any number of instances may run at the same time. Never call a remote system
 * from inside `decide`.
 */
export interface DecisionStore<State, Change> extends FailureStore {
  run(messages: readonly Message[], decide: Decide<State, Change>): Promise<Outcome[]>;
}
