import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { HttpException, HttpStatus } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import type { Credential, UserReadModel } from '../persistence/user-read-model.js';

/** OWASP's figures for argon2id, as the gateway hashes: somebody unknown costs the same time as somebody known. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Too many passwords are being compared: nobody was let in or refused. */
export class TooManyChecks extends HttpException {
  constructor() {
    super('too many passwords are being checked', HttpStatus.TOO_MANY_REQUESTS);
  }
}

/**
 * Compares passwords with stored hashes, on as many cores as there are and no more at a time; a bounded number wait. Nothing
 * that it was given is kept.
 */
export class PasswordChecker {
  private readonly nobody = hash(randomBytes(16).toString('hex'), cost);
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly users: Pick<UserReadModel, 'credential'>,
    private readonly maxWaiting = 64,
    atOnce = availableParallelism(),
  ) {
    this.free = atOnce;
  }

  /**
   * The active person whom this password signs in, else undefined; in the same time for unknown people.
   * @throws TooManyChecks
   */
  async check(accountId: string, userName: string, password: string): Promise<Credential | undefined> {
    await this.turn();
    try {
      const credential = await this.users.credential(accountId, userName);
      const matches = await verify(credential?.hash ?? (await this.nobody), password).catch(() => false); // no hash of ours
      return matches ? credential : undefined;
    } finally {
      this.handOn();
    }
  }

  private async turn(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    if (this.waiting.length >= this.maxWaiting) throw new TooManyChecks();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private handOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}
