import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { UserDirectory } from '../persistence/user-directory.js';

/** OWASP's figures for argon2id, as the gateway hashes: somebody unknown costs the same time as somebody known. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Too many passwords are being compared: nobody was let in or refused. */
export class TooManyChecks extends Error {
  constructor() {
    super('too many passwords are being checked');
    this.name = 'TooManyChecks';
  }
}

/** Compares passwords with stored hashes, a bounded number at a time. Nothing that it was given is kept. */
export class PasswordChecker {
  private readonly nobody = hash(randomBytes(16).toString('hex'), cost);
  private checks = 0;

  constructor(
    private readonly directory: Pick<UserDirectory, 'credential'>,
    private readonly mostAtOnce = 32,
  ) {}

  /**
   * The id of the active person whom this password signs in, else undefined; in the same time for unknown people.
   * @throws TooManyChecks
   */
  async check(accountId: string, userName: string, password: string): Promise<string | undefined> {
    if (this.checks >= this.mostAtOnce) throw new TooManyChecks();
    this.checks += 1;
    try {
      const credential = await this.directory.credential(accountId, userName);
      const matches = await verify(credential?.hash ?? (await this.nobody), password);
      return matches ? credential?.userId : undefined;
    } finally {
      this.checks -= 1;
    }
  }
}
