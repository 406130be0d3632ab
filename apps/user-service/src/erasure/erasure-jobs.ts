import type { Message } from '@rollcall/messaging';
import type { DataSource } from '@rollcall/persistence';
import type { Logger } from '@rollcall/service-kit';
import { SignInFailureCounts } from '../sessions/sign-in-failure-counts.js';
import { ReleaseSweep } from './release-sweep.js';
import { TraceRemoval } from './trace-removal.js';

export interface ErasureJobsParts {
  readonly dataSource: DataSource;
  readonly service: {
    /** Decides one command as if it had come over the topic. */
    handleAgain(message: Message): Promise<void>;
    /** Wakes what publishes the outbox. */
    announce(): void;
  };
  readonly sweepEveryMs: number;
  readonly logger: Logger;
}

/** The two jobs behind erasures, from their start on. Any number of instances may run them. */
export class ErasureJobs {
  private readonly traces: TraceRemoval;
  private readonly sweep: ReleaseSweep;

  constructor({ dataSource, service, sweepEveryMs, logger }: ErasureJobsParts) {
    const failures = new SignInFailureCounts(dataSource);
    this.traces = new TraceRemoval({ dataSource, failures, logger, wake: () => service.announce() });
    const handle = (message: Message) => service.handleAgain(message);
    this.sweep = new ReleaseSweep({ dataSource, everyMs: sweepEveryMs, handle, logger });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.sweep.close();
    await this.traces.close();
  }
}
