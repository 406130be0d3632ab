import { finished, Refusal, type Decision, type PendingEvent, type Reply } from '@rollcall/contracts';
import type { Decide, DecisionStore, FailureKind, Message, Outcome } from '../src/index.js';

/** A change of the specs' state: the new total of one counter. */
export interface Total {
  readonly counterId: string;
  readonly total: number;
}

export class DatabaseAway extends Error {}
export class SomebodyElseWasFirst extends Error {}

/** What a handler sees: the totals as the messages before it left them. */
export class Totals {
  constructor(private readonly totals: Map<string, number>) {}

  get(counterId: string): number {
    return this.totals.get(counterId) ?? 0;
  }
}

/**
 * The port of a decision store without a database: runs follow each other, and a run that fails leaves nothing. Proven to be
 * like the real one by `decisionStoreContract`.
 */
export class InMemoryDecisionStore implements DecisionStore<Totals, Total> {
  totals = new Map<string, number>();
  readonly events: PendingEvent[] = [];
  readonly parked: { readonly message: Message; readonly reason: string }[] = [];
  /** Sizes of the batches that were committed. */
  readonly batches: number[] = [];
  /** How often `run` was called. */
  runs = 0;
  /** While true the database does not answer. */
  away = false;
  /** How many of the next runs lose against somebody else. */
  conflicts = 0;
  private inbox = new Map<string, Reply | undefined>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly now: () => number = Date.now) {}

  run(messages: readonly Message[], decide: Decide<Totals, Total>): Promise<Outcome[]> {
    const run = this.last.then(() => this.runAlone(messages, decide));
    this.last = run.catch(() => undefined);
    return run;
  }

  classify(error: unknown): FailureKind {
    if (error instanceof DatabaseAway) return 'unavailable';
    return error instanceof SomebodyElseWasFirst ? 'conflict' : 'fault';
  }

  refuse(message: Message, { code, facts }: Refusal): Promise<Outcome> {
    if (this.away) return Promise.reject(new DatabaseAway());
    if (message.dryRun) return Promise.resolve({ kind: 'done', reply: { ok: false, code, facts } });
    const stored = this.inbox.get(message.id);
    if (this.inbox.has(message.id)) return Promise.resolve({ kind: 'seen', ...(stored && { reply: stored }) });
    const reply: Reply = { ok: false, code, facts };
    this.inbox.set(message.id, reply);
    return Promise.resolve({ kind: 'done', reply });
  }

  park(message: Message, reason: string): Promise<void> {
    if (this.away) return Promise.reject(new DatabaseAway());
    if (!this.parked.some((each) => each.message.id === message.id)) this.parked.push({ message, reason });
    return Promise.resolve();
  }

  parkedKeys(keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (this.away) return Promise.reject(new DatabaseAway());
    const parked = new Set(this.parked.map(({ message }) => message.key));
    return Promise.resolve(new Set(keys.filter((key) => parked.has(key))));
  }

  private async runAlone(messages: readonly Message[], decide: Decide<Totals, Total>): Promise<Outcome[]> {
    this.runs += 1;
    if (this.away) throw new DatabaseAway();
    if (this.conflicts > 0) {
      this.conflicts -= 1;
      throw new SomebodyElseWasFirst();
    }
    const inbox = new Map(this.inbox);
    const totals = new Map(this.totals);
    const events: PendingEvent[] = [];
    const outcomes: Outcome[] = [];
    for (const message of messages) {
      outcomes.push(await this.one(message, decide, { inbox, totals, events }));
    }
    this.inbox = inbox;
    this.totals = totals;
    this.events.push(...events);
    this.batches.push(messages.length);
    return outcomes;
  }

  private async one(
    message: Message,
    decide: Decide<Totals, Total>,
    {
      inbox,
      totals,
      events,
    }: { inbox: Map<string, Reply | undefined>; totals: Map<string, number>; events: PendingEvent[] },
  ): Promise<Outcome> {
    const reply = inbox.get(message.id);
    if (inbox.has(message.id)) return reply ? { kind: 'seen', reply } : { kind: 'seen' };
    if (message.deadline && message.deadline.getTime() <= this.now()) {
      const expired: Reply = { ok: false, code: 'expired', facts: {} };
      if (!message.dryRun) inbox.set(message.id, expired);
      return { kind: 'expired', reply: expired };
    }
    try {
      const decided = await decide(message, new Totals(totals));
      const decision = 'next' in decided ? finished(decided) : decided;
      if (message.dryRun) return foreseen(decision);
      for (const { counterId, total } of decision.changes) totals.set(counterId, total);
      events.push(...decision.events);
      const answer: Reply | undefined = decision.reply && { ok: true, body: decision.reply };
      if (answer || decision.changes.length + decision.events.length > 0) inbox.set(message.id, answer);
      return answer ? { kind: 'done', reply: answer } : { kind: 'done' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused: Reply = { ok: false, code: error.code, facts: error.facts };
      if (message.dryRun) return { kind: 'done', reply: refused };
      events.push(...error.warnings);
      inbox.set(message.id, refused);
      return { kind: 'done', reply: refused };
    }
  }
}

function foreseen({ reply = {}, changes, events }: Decision<Total>): Outcome {
  const wouldChange = { changed: changes.length > 0, events: events.map(({ type }) => type), attributes: [] };
  return { kind: 'done', reply: { ok: true, body: reply, wouldChange } };
}
