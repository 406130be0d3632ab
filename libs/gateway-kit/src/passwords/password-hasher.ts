import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';
import { argon2id, Semaphore } from '@rollcall/service-kit';
import type { Secret } from './secret.js';

/** More passwords wait than may: nothing happened. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/**
 * Turns passwords into argon2id in PHC form, on as many cores as there are and no more at a time. What cannot begin
 * waits in a bounded queue; when that is full, or the caller's time is over before its turn, the call is refused.
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
