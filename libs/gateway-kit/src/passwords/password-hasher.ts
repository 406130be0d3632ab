import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';
import { argon2id, FairSemaphore, preparedPassword } from '@rollcall/service-kit';
import { Failure } from '../failures/failure.js';
import type { Secret } from './secret.js';

/** Too many passwords wait to be hashed: the call had no effect. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

export interface HashOptions {
  readonly accountId: string;
  /** A password whose turn does not come within so many milliseconds is refused. */
  readonly leftMs: number;
}

/** The part of the places to wait, and of the cores, that one account may take. */
const [placesOfAccount, coresOfAccount] = [1 / 4, 1 / 2];

/**
 * Hashes passwords with argon2id, in PHC form, as many concurrently as there are cores. Further ones wait in a bounded
 * queue, in which accounts take turns.
 */
export class PasswordHasher {
  private readonly semaphore: FairSemaphore;
  private hasHashed = false;

  /** @param onFirst called when the first password was hashed: its threads have begun */
  constructor(
    maxWaiting: number,
    atOnce: number = availableParallelism(),
    private readonly onFirst: () => void = () => undefined,
  ) {
    this.semaphore = new FairSemaphore({
      atOnce,
      atOncePerAccount: Math.ceil(atOnce * coresOfAccount),
      maxWaiting,
      maxWaitingPerAccount: Math.ceil(maxWaiting * placesOfAccount),
      refusal: (why) => (why === 'late' ? new Failure('deadline') : new PasswordQueueFull()),
    });
  }

  get queueLength(): number {
    return this.semaphore.waiting;
  }

  /** @throws PasswordQueueFull where the account's places are taken, and Failure `deadline` where no turn came in time */
  hash(password: Secret, { accountId, leftMs }: HashOptions): Promise<string> {
    return this.semaphore.run(accountId, () => this.hashNow(password), { leftMs });
  }

  private async hashNow(password: Secret): Promise<string> {
    const made = await hash(preparedPassword(password.reveal()), argon2id);
    if (!this.hasHashed) this.onFirst();
    this.hasHashed = true;
    return made;
  }
}
