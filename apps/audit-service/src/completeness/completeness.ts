import { Topics } from '@rollcall/contracts';
import { topicRanges, type RepairedKafka } from '@rollcall/messaging';
import type { DataSource } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import type { NameOwners } from '../clients/name-client.js';
import { VersionComparison } from './compare-versions.js';
import { RecorderWatch, recorderTopics } from './watch-recorders.js';
import type { AuditStore } from '../persistence/audit-store.js';
import { accountsToCompare, behindAmong, noteCompared } from '../persistence/compared-accounts.js';
import { completeSince } from '../persistence/consumed-positions.js';
import { openNumbers } from '../persistence/recorder-runs.js';

/** How often it is looked for records of requests that never came. */
const recordersEveryMs = 600_000;
const eventTopics: readonly string[] = [Topics.userEvents, Topics.teamEvents, Topics.tokenEvents];

export interface CompletenessParts {
  readonly dataSource: DataSource;
  readonly store: AuditStore;
  readonly kafka: RepairedKafka;
  readonly owners: NameOwners;
  /** How often owners are asked what was not heard. */
  readonly compareEveryMs: number;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Looks regularly for what should have come and did not: records of requests, and events. */
export class Completeness {
  private readonly recorders: RecorderWatch;
  private readonly versions: VersionComparison;
  private jobs: readonly RegularJob[] = [];

  constructor(private readonly parts: CompletenessParts) {
    const { dataSource, store, kafka, owners, logger } = parts;
    const positions = () => store.positions();
    this.recorders = new RecorderWatch({
      openNumbers: () => openNumbers(dataSource, recorderTopics),
      ranges: () => topicRanges(kafka, recorderTopics),
      positions,
      recordMissing: (open, until) => store.recordMissing(open, until),
    });
    this.versions = new VersionComparison({
      owners,
      accounts: () => accountsToCompare(dataSource),
      completeSince: () => completeSince(dataSource),
      behindAmong: (accountId, owned) => behindAmong(dataSource, accountId, owned),
      noteCompared: (accountId, to) => noteCompared(dataSource, accountId, to),
      ranges: () => topicRanges(kafka, eventTopics),
      positions,
      recordUnheard: (accountId, unheard) => store.recordUnheard(accountId, unheard),
      onFailure: (accountId, error) =>
        logger.warn('an account was not compared with its owners: it is tried again later', { accountId, error }),
    });
  }

  start(): void {
    const { compareEveryMs, logger } = this.parts;
    const onFailure = triesAgain(logger, 'what is missing of the log was not looked for');
    this.jobs = [
      new RegularJob({ everyMs: recordersEveryMs, run: () => this.recorders.look(), onFailure }),
      new RegularJob({ everyMs: compareEveryMs, run: () => this.versions.run(), onFailure }),
    ];
  }

  async close(): Promise<void> {
    await Promise.all(this.jobs.map((job) => job.close()));
  }
}
