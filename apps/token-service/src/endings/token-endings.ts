import type { DataSource } from '@rollcall/persistence';
import { RegularJob, type Logger } from '@rollcall/service-kit';
import { tellEndings } from '../persistence/token-endings.js';

const everyMs = 300_000;

export interface TokenEndingsParts {
  readonly dataSource: DataSource;
  /** Has the events published that were written. */
  readonly announce: () => void;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Tells that tokens end soon or have expired. Any number of instances may. */
export class TokenEndings {
  private readonly job: RegularJob;

  constructor({ dataSource, announce, logger }: TokenEndingsParts) {
    this.job = new RegularJob({
      everyMs,
      run: async () => {
        if ((await tellEndings(dataSource)) > 0) announce();
      },
      onFailure: (error) => logger.warn('the ends of tokens could not be told: it is tried again later', { error }),
    });
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    return this.job.close();
  }
}
