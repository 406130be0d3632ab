import { verify } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { PasswordHasher, PasswordQueueFull } from './password-hasher.js';
import { Secret } from './secret.js';

const password = new Secret('N3w-Pa55');

describe('hashing passwords', () => {
  it('gives argon2id in PHC form, with 19 MiB and two passes', async () => {
    const hash = await new PasswordHasher(1).hash(password, 5_000);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(hash, password.reveal())).toBe(true);
  });

  it('refuses what does not fit in the queue, and does the rest', async () => {
    const hasher = new PasswordHasher(2, 1);
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => hasher.hash(password, 5_000)));
    expect(all.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(await hasher.hash(password, 5_000)).toContain('$argon2id$');
  });

  it('refuses what waited until its time was over, and goes on', async () => {
    const hasher = new PasswordHasher(5, 1);
    const [, late, next] = await Promise.allSettled([
      hasher.hash(password, 5_000),
      hasher.hash(password, 0),
      hasher.hash(password, 5_000),
    ]);
    expect(late).toMatchObject({ status: 'rejected', reason: expect.any(PasswordQueueFull) as unknown });
    expect(next?.status).toBe('fulfilled');
  });
});
