import type { Decision, Refusal, Reply, Steps } from '@rollcall/contracts';
import type { Message } from '../codec/envelope.js';

/** What happened to one message of a batch. */
export type Outcome =
  /** Committed now, or refused by a rule, with the refusal stored. `reply` is absent for events. Of a dry run, decided only. */
  | { readonly kind: 'done'; readonly reply?: Reply }
  /** Its id was in the inbox: it had no second effect, and `reply` is the stored one. */
  | { readonly kind: 'seen'; readonly reply?: Reply }
  /** Its deadline had passed before it was claimed: it is refused for good. */
  | { readonly kind: 'expired'; readonly reply: Reply };

/** What an error of the store means for the messages at hand. */
export type FailureKind =
  /** The database does not answer, or refuses connections: wait for it, and fetch nothing meanwhile. */
  | 'unavailable'
  /** Another transaction was in the way (deadlock, serialization, unique race, stale version): try again. */
  | 'conflict'
  /** Anything else: this message, or our code, is at fault. */
  | 'fault';

/** A decision, or the steps of one that takes long: the store lets others go first in between. */
export type Decided<Change, Reply extends object = object> = Decision<Change, Reply> | Steps<Decision<Change, Reply>>;

/** Decides one message on the state that its handler declared; throws `Refusal` for a "no", also in a later step. */
export type Decide<State, Change> = (message: Message, state: State) => Promise<Decided<Change>>;

/** What is done about messages that are not decided. */
export interface FailureStore {
  classify(error: unknown): FailureKind;
  /**
   * Commands only: claims the message without a decision and stores the refusal as its reply, so that a repetition gets
   * the same answer. Commits at once. Where the message was claimed meanwhile, the outcome is `seen`, with the stored
   * reply.
   */
  refuse(message: Message, refusal: Refusal): Promise<Outcome>;
  /**
   * Ordered events only: parks the message under its key, so that later messages of that key wait behind it. Commits at
   * once.
   */
  park(message: Message, reason: string): Promise<void>;
  /** Which of these keys have parked messages: further messages of these keys must be parked too. */
  parkedKeys(keys: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Turns messages into committed facts: claims them in the inbox, loads the state that their handlers declared, has them
 * decided in order (each seeing what the earlier ones did), saves changes, events and replies, all in ONE transaction.
 *
 * `decide` is called once per message that is neither seen nor expired, in the given order; it does no I/O. After `run`
 * resolves, everything is committed; when it rejects, nothing is. Any number of instances may run at the same time.
 * Of a dry run (`Message.dryRun`) nothing is kept: no change, no event, no claim of its id; what comes again is decided again.
 * Never call a remote system from inside `decide`.
 */
export interface DecisionStore<State, Change> extends FailureStore {
  run(messages: readonly Message[], decide: Decide<State, Change>): Promise<Outcome[]>;
}
