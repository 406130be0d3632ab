import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';
import type { Secret } from './secret.js';

/** More passwords wait than may: nothing happened. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/** argon2id as OWASP asks (19 MiB, 2 passes): about ten milliseconds of one core, and 19 MiB while it runs. */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Turns passwords into argon2id in PHC form, on as many cores as there are and no more at a time. What cannot begin waits
 * in a bounded queue; when that is full, or the caller's time is over before its turn, the call is refused.
 */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: { readonly until: number; begin(this: void): void; refuse(this: void): void }[] = [];

  constructor(
    private readonly maxWaiting: number,
    private readonly atOnce: number = availableParallelism(),
  ) {}

  get queueLength(): number {
    return this.waiting.length;
  }

  /** @throws PasswordQueueFull */
  async hash(password: Secret, leftMs: number): Promise<string> {
    await this.turn(performance.now() + leftMs);
    try {
      return await hash(password.reveal(), argon2id);
    } finally {
      this.running--;
      this.beginNext();
    }
  }

  private turn(until: number): Promise<void> {
    if (this.running < this.atOnce) {
      this.running++;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.maxWaiting) return Promise.reject(new PasswordQueueFull());
    return new Promise((begin, reject) => {
      this.waiting.push({ until, begin, refuse: () => reject(new PasswordQueueFull()) });
    });
  }

  private beginNext(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      if (next.until > performance.now()) {
        this.running++;
        return next.begin();
      }
      next.refuse();
    }
  }
}
