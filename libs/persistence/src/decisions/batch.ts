import { Refusal } from '@rollcall/contracts';
import type { Decision, PendingEvent, Reply } from '@rollcall/contracts';
import type { Decide, Message, Outcome, OutgoingRecord } from '@rollcall/messaging';
import type { InboxEntry } from '../inbox/inbox.js';
import { inboxKey } from '../inbox/inbox.js';
import type { OutboxEntry } from '../outbox/append-to-outbox.js';
import type { UnitOfWork } from './state-loader.js';

export type Encode = (event: PendingEvent, cause: Message) => OutgoingRecord;

const expired: Reply = { ok: false, code: 'expired', facts: {} };

/** Collects the changes and outcomes of a batch's messages, in their order, before anything is saved. */
export class Batch {
  readonly inbox: InboxEntry[] = [];
  readonly outbox: OutboxEntry[] = [];
  private readonly outcomes = new Map<string, Outcome>();

  constructor(
    private readonly messages: readonly Message[],
    stored: ReadonlyMap<string, Reply | undefined>,
    isExpired: (message: Message) => boolean,
    private readonly encode: Encode,
  ) {
    for (const message of messages) {
      const key = inboxKey(message);
      if (this.outcomes.has(key)) continue;
      if (stored.has(key)) this.outcomes.set(key, { kind: 'seen', ...replyOf(stored.get(key)) });
      else if (isExpired(message)) this.refuseForGood(message);
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

  /** Decides one message and collects the result. A refusal is a result too; any other error of `decide` rejects. */
  async decide<State extends UnitOfWork<Change>, Change>(
    message: Message,
    state: State,
    decide: Decide<State, Change>,
  ): Promise<void> {
    let decision: Decision<Change>;
    try {
      decision = await decide(message, state);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.announce(message, error.warnings);
      this.take(message, { ok: false, code: error.code, facts: error.facts });
      return;
    }
    if (decision.changes.length > 0) state.apply(decision.changes, message);
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
    this.inbox.push({ message, reply: expired });
  }

  private take(message: Message, given: Reply | undefined): void {
    const { fingerprint } = message;
    const reply = given && fingerprint !== undefined ? { ...given, fingerprint } : given;
    this.outcomes.set(inboxKey(message), { kind: 'done', ...replyOf(reply) });
    this.inbox.push({ message, ...replyOf(reply) });
  }

  private announce(cause: Message, events: readonly PendingEvent[]): void {
    for (const event of events) {
      this.outbox.push({ aggregateId: event.aggregateId, record: this.encode(event, cause) });
    }
  }
}

function replyOf(reply: Reply | undefined): { reply?: Reply } {
  return reply === undefined ? {} : { reply };
}
