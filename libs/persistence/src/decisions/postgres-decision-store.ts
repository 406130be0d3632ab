import type { Refusal, Reply } from '@rollcall/contracts';
import type { Decide, DecisionStore, FailureKind, Message, Outcome } from '@rollcall/messaging';
import type { DataSource } from 'typeorm';
import { classifyFailure } from '../connection/failures.js';
import { inTransaction } from '../connection/transaction.js';
import type { Transaction } from '../connection/transaction.js';
import { noFailpoint } from '../failpoint.js';
import type { Failpoint } from '../failpoint.js';
import { stopsOf, type Stop } from '../closures/account-closures.js';
import { inboxKey, knownOf, takeIfNew } from '../inbox/inbox.js';
import { ParkedMessages } from '../parked/parked-messages.js';
import { Batch } from './batch.js';
import type { Deciding, Encode, Foresee } from './batch.js';
import { createYielder } from './yielder.js';
import { save } from './save-statement.js';
import { PrefetchRequired, type StateLoader, type UnitOfWork } from './state-loader.js';

export interface DecisionStoreOptions<Reads, State, Change, Prefetched = never> {
  readonly dataSource: DataSource;
  /** The service's name; the inbox stores it as the consumer of a message. */
  readonly consumer: string;
  readonly loader: StateLoader<Reads, State, Change, Prefetched>;
  /** Returns the reads that the message's handler declared. */
  readonly readsOf: (message: Message) => Reads;
  /** Encodes a decision's event as a record, with correlation and causation from the message that caused it. */
  readonly encode: Encode;
  /** Says what a dry run would change; absent where no command has one. */
  readonly foresee?: Foresee<State, Change> | undefined;
  /** Woken after a commit that wrote events to the outbox. */
  readonly relay?: { wake(): void };
  readonly now?: () => Date;
  readonly failpoint?: Failpoint;
}

/** What is known of a batch before a transaction begins. */
interface KnownBefore<Prefetched> {
  readonly late: ReadonlySet<Message>;
  /** Messages of accounts that are not open. */
  readonly stops: ReadonlyMap<Message, Stop>;
  readonly prefetched?: Prefetched;
}

/** Messages of accounts that are not open were loaded: nothing was changed. */
class Stopped {
  constructor(readonly stops: ReadonlyMap<Message, Stop>) {}
}

/**
 * BEGIN -> stored replies -> load under locks -> decide each in order -> ONE save statement with COMMIT -> wake the
 * relay. Where loading finds that other services must be asked: ROLLBACK -> prefetch -> all of it again.
 * Messages of accounts that are being closed or are closed are not decided (see `stopsOf`).
 *
 * The inbox insert within the save statement is the claim: of two transactions with the same message one fails as
 * `conflict` and saves nothing; when its batch runs again it finds the stored reply.
 */
export class PostgresDecisionStore<Reads, State, Change, Prefetched = never> implements DecisionStore<State, Change> {
  private readonly now: () => Date;
  private readonly failpoint: Failpoint;
  private readonly parked: ParkedMessages;

  constructor(private readonly options: DecisionStoreOptions<Reads, State, Change, Prefetched>) {
    this.now = options.now ?? (() => new Date());
    this.failpoint = options.failpoint ?? noFailpoint;
    this.parked = new ParkedMessages(options.dataSource, options.consumer);
  }

  async run(messages: readonly Message[], decide: Decide<State, Change>): Promise<Outcome[]> {
    if (messages.length === 0) return [];
    const now = this.now().getTime();
    let known: KnownBefore<Prefetched> = {
      late: new Set(messages.filter((message) => isPast(message, now))),
      stops: new Map(),
    };
    for (;;) {
      const result = await this.attempt(messages, known, decide);
      if (result instanceof Batch) {
        if (result.outbox.length > 0) this.options.relay?.wake();
        return result.results();
      }
      if (result instanceof PrefetchRequired) {
        if (known.prefetched !== undefined) throw new Error('what was prefetched is required again');
        known = { ...known, prefetched: await result.prefetch() };
      } else known = { ...known, stops: result.stops };
    }
  }

  classify(error: unknown): FailureKind {
    return classifyFailure(error);
  }

  async refuse(message: Message, { code, facts }: Refusal): Promise<Outcome> {
    const { dataSource, consumer } = this.options;
    const reply: Reply = { ok: false, code, facts };
    if (message.dryRun) return { kind: 'done', reply };
    return inTransaction(dataSource, async (tx) => {
      if (await takeIfNew(tx, consumer, { message, reply })) return { kind: 'done', reply };
      const stored = (await knownOf(tx, consumer, [message])).replies.get(inboxKey(message));
      return { kind: 'seen', ...(stored && { reply: stored }) };
    });
  }

  async park(message: Message, reason: string): Promise<void> {
    await this.parked.park(message, reason);
  }

  async parkedKeys(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return this.parked.among(keys);
  }

  /**
   * Runs one transaction. It changes nothing where other services must be queried first, or where accounts of messages turn out not to be
   * open: of those nothing is loaded then.
   */
  private attempt(
    messages: readonly Message[],
    before: KnownBefore<Prefetched>,
    decide: Decide<State, Change>,
  ): Promise<Batch | PrefetchRequired<Prefetched> | Stopped> {
    const decideInside = async (tx: Transaction) => {
      const { known, state } = await this.load(tx, messages, before);
      const stops = stopsOf(messages, known.closures);
      if ([...stops.keys()].some((message) => !before.stops.has(message))) return new Stopped(stops);
      if (state instanceof PrefetchRequired) return state;
      const now = this.now().getTime();
      const isLate = (message: Message) => before.late.has(message) || isPast(message, now);
      const batch = new Batch(messages, { stored: known.replies, isLate, stops: before.stops }, this.options.encode);
      return this.decideAll(tx, batch, state, decide);
    };
    return inTransaction(this.options.dataSource, decideInside, (result) => result instanceof Batch);
  }

  private async load(
    tx: Transaction,
    messages: readonly Message[],
    { late, stops, prefetched }: KnownBefore<Prefetched>,
  ) {
    const { consumer, loader, readsOf } = this.options;
    const requests = messages
      .filter((message) => !late.has(message) && !stops.has(message))
      .map((message) => ({ message, reads: readsOf(message) }));
    // Both queries share one round trip. The state of a message that turns out to be in the inbox is loaded in vain,
    // but that costs less than a second round trip.
    const [known, loaded] = await Promise.allSettled([
      knownOf(tx, consumer, messages),
      requests.length > 0 ? loader.load(tx, requests, prefetched) : undefined,
    ]);
    return { known: fulfilled(known), state: fulfilled(loaded) };
  }

  private async decideAll(
    tx: Transaction,
    batch: Batch,
    state: (State & UnitOfWork<Change>) | undefined,
    decide: Decide<State, Change>,
  ): Promise<Batch> {
    await this.failpoint('service.after-claim');
    const yieldIfLong = createYielder(); // from here on the batch computes without waiting
    const deciding: Deciding<State, Change> = { decide, foresee: this.options.foresee };
    if (state) {
      for (const message of batch.fresh()) {
        await batch.decide(message, state, deciding, yieldIfLong);
        await yieldIfLong();
      }
    }
    const writes = state?.writes() ?? [];
    await yieldIfLong();
    await this.failpoint('service.before-commit');
    const { inbox, outbox } = batch;
    await save(tx, { writes, consumer: this.options.consumer, inbox, outbox }, yieldIfLong);
    return batch;
  }
}

/** @throws the reason of the rejection */
function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

function isPast(message: Message, now: number): boolean {
  return message.deadline !== undefined && message.deadline.getTime() <= now;
}
