import { setTimeout as pause } from 'node:timers/promises';
import { inChunks } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, type DataSource } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { ErasedPeople, type ErasedPerson } from '../domain/erasure/erased-person.js';
import { forgetManager, managerForgotten } from '../domain/erasure/forget-manager.js';
import {
  changeUsers,
  closeErasures,
  keepErasures,
  removeFromReplies,
  reportsOf,
  takeOpenErasures,
  type OpenErasure,
} from '../persistence/erasure-traces.js';
import type { SignInFailureCounts } from '../sessions/sign-in-failure-counts.js';
import { digestOfPerson } from '../sessions/password-attempts.js';

const everyMs = 2_000;
/**
 * Longer than a batch of commands stays open that had read the person before the erasure: the database ends its wait for a lock after
 * 5 s, and its statement after 10.
 */
const afterMs = 15_000;
const pauseMs = 10;
/** What is taken is kept for two minutes, so this is often enough. */
const keepEveryMs = 20_000;
/** As many as a sweep erases at once: the inbox and the users are walked through once for all of them. */
const limit = 1_000;
const usersAtOnce = 100;

export interface TraceRemovalParts {
  readonly dataSource: DataSource;
  readonly failures: Pick<SignInFailureCounts, 'forget'>;
  readonly logger: Logger;
  /** Called after events were added to the outbox. */
  readonly wake: () => void;
  readonly afterMs?: number;
  readonly keepEveryMs?: number;
}

type PauseBetween = () => Promise<void>;

/**
 * Removes what else there is of erased people: from stored replies, from the profiles of those whose manager the person
 * was, and from the counts of failed sign-ins. An erasure stays open until all of it is done, whichever instance does
 * it, and however often it is begun: a second time there is nothing left to find.
 */
export class TraceRemoval {
  private readonly job: RegularJob;

  constructor(private readonly parts: TraceRemovalParts) {
    this.job = new RegularJob({
      everyMs,
      run: () => this.run(),
      onFailure: triesAgain(parts.logger, 'traces of erased people could not be removed'),
    });
  }

  /** Closes all erasures that are open, and old enough. */
  async run(): Promise<void> {
    const { dataSource } = this.parts;
    for (;;) {
      const open = await takeOpenErasures(dataSource, { afterMs: this.parts.afterMs ?? afterMs, limit });
      if (open.length === 0) return;
      const people = open.map(({ person }) => person);
      const pauseBetween = this.pauseOf(people);
      await this.parts.failures.forget(people.flatMap(subjectsOf));
      // Profiles before replies: their locks wait for the batches that have read a name, and the replies of these are found then.
      for (const [accountId, some] of Map.groupBy(open, ({ person }) => person.accountId))
        await this.forgetManagers(accountId, some, pauseBetween);
      await removeFromReplies(dataSource, people, pauseBetween);
      await closeErasures(dataSource, people);
    }
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.job.close();
  }

  /** What is waited for between two slices: other work goes first, and no other instance takes over meanwhile. */
  private pauseOf(people: readonly ErasedPerson[]): PauseBetween {
    const everyMs = this.parts.keepEveryMs ?? keepEveryMs;
    let keptAt = Date.now();
    return async () => {
      await pause(pauseMs);
      if (Date.now() - keptAt < everyMs) return;
      keptAt = Date.now();
      await keepErasures(this.parts.dataSource, people);
    };
  }

  private async forgetManagers(
    accountId: string,
    open: readonly OpenErasure[],
    pauseBetween: PauseBetween,
  ): Promise<void> {
    const { dataSource, wake } = this.parts;
    const people = new ErasedPeople(open.map(({ person }) => person));
    const ids = await reportsOf(dataSource, { accountId, people }, pauseBetween);
    for (const some of inChunks(ids, usersAtOnce)) {
      await changeUsers(
        dataSource,
        { accountId, ids: some },
        (user) => forgetManager(user, people, new Date()),
        (tx, changed) =>
          appendToOutbox(
            tx,
            changed.map((user) => ({ aggregateId: user.id, record: recordOf(user, open) })),
          ),
      );
      wake();
      await pauseBetween();
    }
  }
}

/** The event of a user whose manager was erased. Of several erased at once, the first is named as the cause. */
function recordOf(user: Parameters<typeof managerForgotten>[0], [first]: readonly OpenErasure[]) {
  const {
    id = uuidv7(),
    correlationId = id,
    actor = { kind: 'system', id: 'user-service' } as const,
  } = first?.cause ?? {};
  return encodeEvent('user-service', managerForgotten(user, actor), { id, correlationId });
}

const subjectsOf = ({ accountId, identities }: ErasedPerson): Buffer[] =>
  identities.map((identity) => digestOfPerson(accountId, identity));
