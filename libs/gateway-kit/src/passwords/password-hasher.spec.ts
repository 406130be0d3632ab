import { verify } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { PasswordHasher, PasswordQueueFull } from './password-hasher.js';
import { Secret } from './secret.js';

const password = new Secret('N3w-Pa55');
const of = (accountId: string, leftMs = 5_000) => ({ accountId, leftMs });

describe('hashing passwords', () => {
  it('gives argon2id in PHC form, with 19 MiB and two passes', async () => {
    const hash = await new PasswordHasher(1).hash(password, of('a'));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(hash, password.reveal())).toBe(true);
  });

  it('hashes the same password the same, however its characters are composed (RFC 7644 §5)', async () => {
    const hash = await new PasswordHasher(1).hash(new Secret('pa\u0308ss\u00a0wort'), of('a'));
    expect(await verify(hash, 'p\u00e4ss wort')).toBe(true);
  });

  it('refuses an account that has a quarter of the places already, and does the rest', async () => {
    const hasher = new PasswordHasher(8, 1);
    const accounts = ['a', 'a', 'a', 'a', 'a', 'b', 'b'];
    const all = await Promise.allSettled(accounts.map((account) => hasher.hash(password, of(account))));
    const refused = all.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []));
    expect(refused).toEqual([3, 4]);
    expect(await hasher.hash(password, of('a'))).toContain('$argon2id$');
  });

  it('serves accounts in turn: one password waits for one of an account that sets many', async () => {
    const hasher = new PasswordHasher(100, 1);
    const done: string[] = [];
    const accounts = [...Array.from({ length: 10 }, () => 'a'), 'b'];
    const all = accounts.map((account) => hasher.hash(password, of(account)).then(() => done.push(account)));
    await Promise.all(all);
    expect(done.indexOf('b')).toBeLessThanOrEqual(2);
  });

  it('refuses an account more than a quarter of the places to wait', async () => {
    const hasher = new PasswordHasher(4, 1);
    const [, , third, ofAnother] = await Promise.allSettled(
      ['a', 'a', 'a', 'b'].map((id) => hasher.hash(password, of(id))),
    );
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(PasswordQueueFull) as unknown });
    expect(ofAnother?.status).toBe('fulfilled');
  });

  it('refuses what waited until its time was over, and goes on', async () => {
    const hasher = new PasswordHasher(20, 1);
    const [, late, next] = await Promise.allSettled([
      hasher.hash(password, of('a')),
      hasher.hash(password, of('a', 0)),
      hasher.hash(password, of('a')),
    ]);
    expect(late).toMatchObject({ status: 'rejected', reason: { code: 'deadline' } });
    expect(next?.status).toBe('fulfilled');
  });
});
