import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Who sets an installation up proves with it that it is theirs. Without one nobody can. */
export class SetupSecret {
  private readonly expected: Buffer | undefined;

  /** @param secret `SETUP_SECRET` */
  constructor(secret: string | undefined) {
    this.expected = secret === undefined ? undefined : digest(secret);
  }

  /** Digests are compared, in constant time: how long it takes tells nothing of the secret. */
  isEqualTo(given: string): boolean {
    return timingSafeEqual(digest(given), this.expected ?? Buffer.alloc(32)) && this.expected !== undefined;
  }
}
