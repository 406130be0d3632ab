import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';
import { argon2id, Semaphore } from '@rollcall/service-kit';
import type { Secret } from './secret.js';

/** Too many passwords wait to be hashed: the call had no effect. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/**
 * Hashes passwords with argon2id, in PHC form, as many concurrently as there are cores. Further calls wait in a bounded
 * queue. A call is refused when the queue is full, or when its time is over before its turn.
 */
export class PasswordHasher {
  private readonly semaphore: Semaphore;

  constructor(maxWaiting: number, atOnce: number = availableParallelism()) {
    this.semaphore = new Semaphore({ atOnce, maxWaiting, refusal: () => new PasswordQueueFull() });
  }

  get queueLength(): number {
    return this.semaphore.waiting;
  }

  /** @throws PasswordQueueFull */
  hash(password: Secret, leftMs: number): Promise<string> {
    return this.semaphore.run(() => hash(password.reveal(), argon2id), leftMs);
  }
}
