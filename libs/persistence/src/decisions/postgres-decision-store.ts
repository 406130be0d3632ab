import type { Refusal, Reply } from '@rollcall/contracts';
import type { DecisionStore, FailureKind, Message, Outcome } from '@rollcall/messaging';
import type { DataSource } from 'typeorm';
import { classifyFailure } from '../connection/failures.js';
import { inTransaction } from '../connection/transaction.js';
import type { Transaction } from '../connection/transaction.js';
import { noFailpoint } from '../failpoint.js';
import type { Failpoint } from '../failpoint.js';
import { inboxKey, storedReplies, takeIfNew } from '../inbox/inbox.js';
import { ParkedMessages } from '../parked/parked-messages.js';
import { Batch } from './batch.js';
import type { Decide, Encode } from './batch.js';
import { createYielder } from './yielder.js';
import { save } from './save-statement.js';
import { PrefetchRequired, type StateLoader, type UnitOfWork } from './state-loader.js';

export interface DecisionStoreOptions<S extends UnitOfWork> {
  readonly dataSource: DataSource;
  /** The service's name; the inbox stores it as the consumer of a message. */
  readonly consumer: string;
  readonly loader: StateLoader<S>;
  /** Returns the reads that the message's handler declared. */
  readonly readsOf: (message: Message) => unknown;
  /** Encodes a decision's event as a record, with correlation and causation from the message that caused it. */
  readonly encode: Encode;
  /** Woken after a commit that wrote events to the outbox. */
  readonly relay?: { wake(): void };
  readonly now?: () => Date;
  readonly failpoint?: Failpoint;
}

/**
 * BEGIN -> stored replies -> load under locks -> decide each in order -> ONE save statement with COMMIT -> wake the
 * relay. Where loading needs answers of other services: ROLLBACK -> prefetch -> all of it again.
 *
 * The inbox insert within the save statement is the claim: of two transactions with the same message one fails as
 * `conflict` and saves nothing; when its batch runs again it finds the stored reply.
 */
export class PostgresDecisionStore<S extends UnitOfWork = UnitOfWork> implements DecisionStore {
  private readonly now: () => Date;
  private readonly failpoint: Failpoint;
  private readonly parked: ParkedMessages;

  constructor(private readonly options: DecisionStoreOptions<S>) {
    this.now = options.now ?? (() => new Date());
    this.failpoint = options.failpoint ?? noFailpoint;
    this.parked = new ParkedMessages(options.dataSource, options.consumer);
  }

  async run(messages: readonly Message[], decide: Decide): Promise<Outcome[]> {
    if (messages.length === 0) return [];
    const now = this.now().getTime();
    const late = new Set(messages.filter((message) => isPast(message, now)));
    const inTime = messages.filter((message) => !late.has(message));
    const { dataSource, loader } = this.options;
    const attempt = (prefetched?: object) =>
      inTransaction(dataSource, (tx) => this.decideAll(tx, messages, late, prefetched, decide));
    const batch = await attempt().catch(async (error: unknown) => {
      if (!(error instanceof PrefetchRequired) || !loader.prefetch) throw error;
      return attempt(await loader.prefetch(inTime, error.missing));
    });
    if (batch.outbox.length > 0) this.options.relay?.wake();
    return batch.results();
  }

  classify(error: unknown): FailureKind {
    return classifyFailure(error);
  }

  async refuse(message: Message, { code, facts }: Refusal): Promise<Outcome> {
    const { dataSource, consumer } = this.options;
    const reply: Reply = { ok: false, code, facts };
    return inTransaction(dataSource, async (tx) => {
      if (await takeIfNew(tx, consumer, { message, reply })) return { kind: 'done', reply };
      const stored = (await storedReplies(tx, consumer, [message])).get(inboxKey(message));
      return { kind: 'seen', ...(stored && { reply: stored }) };
    });
  }

  async park(message: Message, reason: string): Promise<void> {
    await this.parked.park(message, reason);
  }

  async parkedKeys(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return this.parked.among(keys);
  }

  private async decideAll(
    tx: Transaction,
    messages: readonly Message[],
    late: ReadonlySet<Message>,
    prefetched: object | undefined,
    decide: Decide,
  ): Promise<Batch> {
    const { consumer, encode, loader, readsOf } = this.options;
    const inTime = messages.filter((message) => !late.has(message));
    // Both queries share one round trip. Loading state for a message that is in the inbox already costs less than a
    // second trip.
    const [replies, loaded] = await Promise.allSettled([
      storedReplies(tx, consumer, messages),
      inTime.length > 0
        ? loader.load(
            tx,
            inTime.map((message) => ({ message, reads: readsOf(message) })),
            prefetched,
          )
        : undefined,
    ]);
    const stored = fulfilled(replies);
    const state = fulfilled(loaded);
    const now = this.now().getTime();
    const batch = new Batch(messages, stored, (message) => late.has(message) || isPast(message, now), encode);
    await this.failpoint('service.after-claim');
    const yieldIfLong = createYielder(); // from here on the batch computes and does not wait
    if (state) {
      for (const message of batch.fresh()) {
        await batch.decide(message, state, decide);
        await yieldIfLong();
      }
    }
    const writes = state?.writes() ?? [];
    await yieldIfLong();
    await this.failpoint('service.before-commit');
    await save(tx, { writes, consumer, inbox: batch.inbox, outbox: batch.outbox });
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
