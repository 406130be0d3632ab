import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { HttpException, HttpStatus } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { argon2id, FairSemaphore } from '@rollcall/service-kit';
import type { Credential, UserReadModel } from '../persistence/user-read-model.js';

/** Too many passwords are being compared. The check did not take place: it neither failed nor succeeded. */
export class TooManyChecks extends HttpException {
  constructor() {
    super('too many passwords are being checked', HttpStatus.TOO_MANY_REQUESTS);
  }
}

/** A hash that no password matches. Comparing with it takes as long as with a user's hash. */
export function hashOfNobody(): Promise<string> {
  return hash(randomBytes(16).toString('hex'), argon2id);
}

/**
 * Compares passwords with stored hashes, as many concurrently as there are cores; a bounded number waits, and
 * accounts take turns. It keeps neither passwords nor hashes.
 */
export class PasswordChecker {
  private readonly nobody = hashOfNobody();
  private readonly semaphore: FairSemaphore;

  constructor(
    private readonly users: Pick<UserReadModel, 'credential'>,
    maxWaiting = 64,
    atOnce = availableParallelism(),
  ) {
    this.semaphore = new FairSemaphore({
      atOnce,
      atOncePerAccount: Math.ceil(atOnce / 2),
      maxWaiting,
      maxWaitingPerAccount: Math.ceil(maxWaiting / 4),
      refusal: () => new TooManyChecks(),
    });
  }

  /**
   * The active user whom this password signs in, or undefined; unknown users take the same time.
   * @throws TooManyChecks
   */
  check(accountId: string, userName: string, password: string): Promise<Credential | undefined> {
    return this.semaphore.run(accountId, async () => {
      const credential = await this.users.credential(accountId, userName);
      // verify rejects for a hash in another format.
      const matches = await verify(credential?.hash ?? (await this.nobody), password).catch(() => false);
      return matches ? credential : undefined;
    });
  }
}
