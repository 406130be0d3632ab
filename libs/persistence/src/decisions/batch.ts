import { Refusal } from '@rollcall/contracts';
import type { Decision, PendingEvent, Reply, Steps, WouldChange } from '@rollcall/contracts';
import { isEvent, type Decide, type Message, type Outcome, type OutgoingRecord } from '@rollcall/messaging';
import type { Stop } from '../closures/account-closures.js';
import type { InboxEntry } from '../inbox/inbox.js';
import { inboxKey } from '../inbox/inbox.js';
import type { OutboxEntry } from '../outbox/append-to-outbox.js';
import type { UnitOfWork } from './state-loader.js';
import type { YieldIfLong } from './yielder.js';

export type Encode = (event: PendingEvent, cause: Message) => OutgoingRecord;

/** What a decision would change, told from the state that it was decided on: of a dry run, whose changes are not applied. */
export type Foresee<State, Change> = (decision: Decision<Change>, state: State) => WouldChange;

/** How messages are decided. */
export interface Deciding<State, Change> {
  readonly decide: Decide<State, Change>;
  /** Absent in a service whose commands have no dry run. */
  readonly foresee?: Foresee<State, Change> | undefined;
}

const expired: Reply = { ok: false, code: 'expired', facts: {} };

/** What is known of a batch's messages before they are decided. */
export interface KnownOfBatch {
  readonly stored: ReadonlyMap<string, Reply | undefined>;
  readonly isLate: (message: Message) => boolean;
  readonly stops: ReadonlyMap<Message, Stop>;
}

/** Collects the changes and outcomes of a batch's messages, in their order, before anything is saved. */
export class Batch {
  readonly inbox: InboxEntry[] = [];
  readonly outbox: OutboxEntry[] = [];
  private readonly outcomes = new Map<string, Outcome>();

  constructor(
    private readonly messages: readonly Message[],
    { stored, isLate, stops }: KnownOfBatch,
    private readonly encode: Encode,
  ) {
    for (const message of messages) {
      const key = inboxKey(message);
      if (this.outcomes.has(key)) continue;
      const stop = stops.get(message);
      if (stored.has(key)) this.outcomes.set(key, { kind: 'seen', ...replyOf(stored.get(key)) });
      else if (stop === 'closed') this.drop(message);
      else if (isLate(message)) this.refuseForGood(message);
      else if (stop === 'closing') this.take(message, { ok: false, code: 'account-closing', facts: {} });
    }
  }

  /** The messages that need a decision, in order, each id once. */
  fresh(): Message[] {
    const open = new Map<string, Message>();
    for (const message of this.messages) {
      const key = inboxKey(message);
      if (!this.outcomes.has(key) && !open.has(key)) open.set(key, message);
    }
    return [...open.values()];
  }

  /**
   * Decides one message and collects the result; others go first between the steps of a long one. A refusal is a result
   * too; any other error of `decide` rejects. Of a dry run only the reply is collected: later messages see nothing of it.
   */
  async decide<State extends UnitOfWork<Change>, Change>(
    message: Message,
    state: State,
    deciding: Deciding<State, Change>,
    yieldIfLong: YieldIfLong,
  ): Promise<void> {
    if (message.dryRun) return this.take(message, await dryRun(message, state, deciding, yieldIfLong));
    const { decide } = deciding;
    let decision: Decision<Change>;
    try {
      decision = await decisionOf(message, state, decide, yieldIfLong);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      state.apply(notesOf<Change>(error), message);
      this.announce(message, error.warnings);
      this.take(message, { ok: false, code: error.code, facts: error.facts });
      return;
    }
    for (const change of decision.changes) {
      state.apply([change], message);
      await yieldIfLong();
    }
    this.announce(message, decision.events);
    const ignored = decision.reply === undefined && decision.changes.length === 0 && decision.events.length === 0;
    if (ignored) this.outcomes.set(inboxKey(message), { kind: 'done' });
    else this.take(message, decision.reply && { ok: true, body: decision.reply });
  }

  /**
   * The outcomes in the order of the messages. Of two messages with the same id the second is `seen`, with the first
   * one's reply.
   */
  results(): Outcome[] {
    const given = new Set<string>();
    return this.messages.map((message) => {
      const key = inboxKey(message);
      const outcome = this.outcomes.get(key);
      if (outcome === undefined) throw new Error(`message ${message.id} was not decided`);
      if (!given.has(key)) {
        given.add(key);
        return outcome;
      }
      return { kind: 'seen', ...replyOf(outcome.reply) };
    });
  }

  private refuseForGood(message: Message): void {
    this.outcomes.set(inboxKey(message), { kind: 'expired', reply: expired });
    this.keep({ message, reply: expired });
  }

  /** Nothing of a closed account is kept, not even that a message came. */
  private drop(message: Message): void {
    const reply: Reply = { ok: false, code: 'account-not-found', facts: {} };
    this.outcomes.set(inboxKey(message), { kind: 'done', ...replyOf(isEvent(message) ? undefined : reply) });
  }

  private take(message: Message, given: Reply | undefined): void {
    const { fingerprint } = message;
    const reply = given && fingerprint !== undefined ? { ...given, fingerprint } : given;
    this.outcomes.set(inboxKey(message), { kind: 'done', ...replyOf(reply) });
    this.keep({ message, ...replyOf(reply) });
  }

  /** Not even the id of a dry run is kept. */
  private keep(entry: InboxEntry): void {
    if (!entry.message.dryRun) this.inbox.push(entry);
  }

  private announce(cause: Message, events: readonly PendingEvent[]): void {
    for (const event of events) {
      this.outbox.push({ aggregateId: event.aggregateId, record: this.encode(event, cause) });
    }
  }
}

/**
 * Decides a message of which nothing is kept: nothing is applied to the state, and no event or warning leaves. It has a way of its own,
 * so that nothing that is added to the other reaches it.
 */
async function dryRun<State, Change>(
  message: Message,
  state: State,
  { decide, foresee }: Deciding<State, Change>,
  yieldIfLong: YieldIfLong,
): Promise<Reply> {
  try {
    const decision = await decisionOf(message, state, decide, yieldIfLong);
    if (foresee && decision.reply) return { ok: true, body: decision.reply, wouldChange: foresee(decision, state) };
    return { ok: false, code: 'invalid-message', facts: { problems: ['this command has no dry run'] } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, code: error.code, facts: error.facts };
  }
}

/** What is decided about a message; others go first between the steps of a long decision. @throws what `decide` throws */
export async function decisionOf<State, Change>(
  message: Message,
  state: State,
  decide: Decide<State, Change>,
  yieldIfLong: YieldIfLong,
): Promise<Decision<Change>> {
  const decided = await decide(message, state);
  return 'next' in decided ? inSteps(decided, yieldIfLong) : decided;
}

async function inSteps<Result>(steps: Steps<Result>, yieldIfLong: YieldIfLong): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await yieldIfLong();
  }
}

/** The changes that a refusal leaves behind: of the service whose rule refused, which the type of a refusal does not say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller's unit of work says which changes it keeps
export const notesOf = <Change>({ notes }: Refusal): readonly Change[] => notes as readonly Change[];

function replyOf(reply: Reply | undefined): { reply?: Reply } {
  return reply === undefined ? {} : { reply };
}
