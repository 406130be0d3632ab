import type { DataSource } from '@rollcall/persistence';
import { RegularJob, type Logger } from '@rollcall/service-kit';
import { forgetEndedNotices } from '../persistence/notice-read-model.js';

const everyMs = 3_600_000;

export interface EndedNoticesParts {
  readonly dataSource: DataSource;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Deletes notices whose term is over. Any number of instances may. */
export class EndedNotices {
  private readonly job: RegularJob;

  constructor({ dataSource, logger }: EndedNoticesParts) {
    this.job = new RegularJob({
      everyMs,
      run: () => forgetEndedNotices(dataSource),
      onFailure: (error) => logger.warn('ended notices could not be deleted: it is tried again later', { error }),
    });
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    return this.job.close();
  }
}
