import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { HttpException, HttpStatus } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { argon2id, FairSemaphore, preparedPassword } from '@rollcall/service-kit';
import type { PasswordReadModel } from '../persistence/password-read-model.js';
import type { Credential, UserReadModel } from '../persistence/user-read-model.js';
import { isWeakerHash } from './weaker-hash.js';

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

export interface Credentials {
  readonly users: Pick<UserReadModel, 'credential'>;
  readonly hashes: Pick<PasswordReadModel, 'replaceHash'>;
}

/**
 * Compares passwords with stored hashes, as many concurrently as there are cores; a bounded number waits, and
 * accounts take turns. It keeps neither passwords nor hashes.
 */
export class PasswordChecker {
  private readonly nobody = hashOfNobody();
  private readonly semaphore: FairSemaphore;

  constructor(
    private readonly credentials: Credentials,
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
   * The active user whom this password signs in, or undefined; unknown users take the same time. A hash that is weaker
   * than today's is replaced, because only now the password is known. A wrong one keeps its account's turn for twice as long:
   * who guesses has half a core at most.
   * @param turnOf whose turn it takes: the account's, or that of the people of the account who are known
   * @throws TooManyChecks
   */
  check(accountId: string, userName: string, password: string, turnOf = accountId): Promise<Credential | undefined> {
    const { users, hashes } = this.credentials;
    const matching = async () => {
      const credential = await users.credential(accountId, userName);
      return (await this.matches(credential, password)) ? credential : undefined;
    };
    return this.semaphore.run(turnOf, async () => {
      const began = performance.now();
      const credential = await matching();
      if (!credential) await setTimeout(performance.now() - began);
      if (!credential || !isWeakerHash(credential.hash)) return credential;
      const stronger = await hash(preparedPassword(password), argon2id);
      const isReplaced = await hashes.replaceHash(accountId, credential, stronger);
      // Another sign-in or a new password was first: what is stored now decides.
      return isReplaced ? { ...credential, hash: stronger } : matching();
    });
  }

  private async matches(credential: Credential | undefined, password: string): Promise<boolean> {
    const stored = credential?.hash ?? (await this.nobody);
    for (const form of formsOf(password)) {
      // verify rejects for a hash in another format.
      if (await verify(stored, form).catch(() => false)) return true;
    }
    return false;
  }
}

/** As it is hashed today; and as it was given, where that differs: hashes of older versions were made of it. */
function formsOf(password: string): readonly string[] {
  const prepared = preparedPassword(password);
  return prepared === password ? [password] : [prepared, password];
}
