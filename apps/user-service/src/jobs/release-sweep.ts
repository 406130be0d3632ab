import { ErasureCommands } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import type { DataSource } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { ownCommand } from '../commands/own-command.js';
import { releasedTooLong, type ReleasedUser } from '../persistence/released-users.js';

/** Of each account at most so many in one sweep, and of all accounts together. */
const ofEach = 200;
const limit = 1_000;

export interface ReleaseSweepParts {
  readonly dataSource: DataSource;
  readonly everyMs: number;
  /** Decides one command as if it had come over the topic. */
  readonly handle: (message: Message) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Erases whom the directory released as long ago as the account wants (`eraseReleasedAfterDays`). Each erasure is a command that is
 * decided as any other: of two instances that sweep at the same time the second finds it done, and who has come back
 * meanwhile stays.
 */
export class ReleaseSweep {
  private readonly job: RegularJob;
  private closed = false;

  constructor(private readonly parts: ReleaseSweepParts) {
    this.job = new RegularJob({
      everyMs: parts.everyMs,
      run: () => this.run(),
      onFailure: triesAgain(parts.logger, 'released people could not be looked up'),
    });
  }

  /** One sweep. Who cannot be erased now holds up nobody: the next sweep tries again. @returns how many people it found */
  async run(): Promise<number> {
    const due = await releasedTooLong(this.parts.dataSource, { ofEach, limit });
    for (const each of due) {
      if (this.closed) break;
      await this.erase(each);
    }
    return due.length;
  }

  private async erase({ accountId, userId, releasedBefore }: ReleasedUser): Promise<void> {
    const actor = { kind: 'system', id: 'user-service' } as const;
    try {
      await this.parts.handle(ownCommand(ErasureCommands.erase, { accountId, userId, releasedBefore, actor }));
    } catch (error) {
      const fields = { accountId, id: userId, error }; // the log has the error's name and code
      this.parts.logger.warn('a released person could not be erased: it is tried again later', fields);
    }
  }

  /** Waits for the erasure that is under way. */
  async close(): Promise<void> {
    this.closed = true;
    await this.job.close();
  }
}
