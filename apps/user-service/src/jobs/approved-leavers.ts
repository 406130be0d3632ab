import { LeaverCommands } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import type { DataSource } from '@rollcall/persistence';
import { RegularJob, triesAgain, type Logger } from '@rollcall/service-kit';
import { ownCommand } from '../commands/own-command.js';
import {
  claimApprovedLeavers,
  forgetRecentLeavers,
  leaseSeconds,
  type ApprovedLeaver,
} from '../persistence/leaver-read-model.js';

const everyMs = 1_000;
/** Who left so long ago is looked for this often; the brake itself looks at the time. */
const forgetEveryMs = 60_000;
/** So many of each account are let go before the next account's. */
const ofEach = 20;
/** A turn ends before its lease does, however many accounts it has; who is left is claimed again. */
const turnMs = (leaseSeconds * 1_000) / 2;

export interface ApprovedLeaversParts {
  readonly dataSource: DataSource;
  /** Decides one command as if it had come over the topic. */
  readonly handle: (message: Message) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Carries out the leaving of people whom an admin has approved (rule 27), one command each, so that thousands hold no long lock and a
 * crash loses nobody: whose lease ends is next. Instances share the work: each lets those leave whom it has leased.
 */
export class ApprovedLeavers {
  private readonly jobs: readonly RegularJob[];
  private closed = false;

  constructor(private readonly parts: ApprovedLeaversParts) {
    const { dataSource, logger } = parts;
    const onFailure = triesAgain(logger, 'leavers could not be looked up');
    this.jobs = [
      new RegularJob({ everyMs, run: () => this.run(), onFailure }),
      new RegularJob({ everyMs: forgetEveryMs, run: () => forgetRecentLeavers(dataSource), onFailure }),
    ];
  }

  /**
   * Lets everybody leave who is approved, some of each account in turn: a thousand of one do not delay ten of another. Who
   * cannot leave now holds up nobody: it is tried again when the lease has ended.
   */
  async run(): Promise<void> {
    while (!this.closed) {
      const endsAt = performance.now() + turnMs;
      const approved = await claimApprovedLeavers(this.parts.dataSource, ofEach);
      if (approved.length === 0) return;
      for (const each of approved) if (!this.closed && performance.now() < endsAt) await this.letLeave(each);
    }
  }

  /** Waits for the leaving that is under way. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.jobs.map((job) => job.close()));
  }

  private async letLeave({ accountId, userId, actor, commandId, correlationId }: ApprovedLeaver): Promise<void> {
    const approval = { causationId: commandId, correlationId };
    try {
      await this.parts.handle(ownCommand(LeaverCommands.letLeave, { accountId, userId, actor }, approval));
    } catch (error) {
      const fields = { accountId, id: userId, error };
      this.parts.logger.warn('an approved leaver could not leave: it is tried again later', fields);
    }
  }
}
