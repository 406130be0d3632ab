import { hash } from '@node-rs/argon2';
import { PasswordHasher, Secret } from '@rollcall/gateway-kit';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../persistence/user-read-model.js';
import { hashOfNobody, PasswordChecker, TooManyChecks } from './password-checker.js';

const weak = { memoryCost: 64, timeCost: 1, parallelism: 1 } as const;
const people = new Map([
  ['ann@example.com', { userId: 'ann', hash: await hash('right', weak) }],
  ['bob@example.com', { userId: 'bob', hash: 'no hash at all' }],
  ['cy@example.com', { userId: 'cy', hash: await hash('p\u00e4ss wort', weak) }],
  ['dee@example.com', { userId: 'dee', hash: await hash('pa\u0308ss\u00a0wort', weak) }],
]);
const users = { credential: (_: string, userName: string) => Promise.resolve(people.get(userName)) };
const hashes = { replaceHash: () => Promise.resolve(true) };

describe('checking a password (rule 6)', () => {
  const checker = new PasswordChecker({ users, hashes });

  it.each([
    ['the right password signs in', 'ann@example.com', 'right', 'ann'],
    ['another password does not sign in', 'ann@example.com', 'wrong', undefined],
    ['an empty password does not sign in', 'ann@example.com', '', undefined],
    ['an unknown user name does not sign in', 'zed@example.com', 'right', undefined],
    ['a hash that is none lets nobody in', 'bob@example.com', 'right', undefined],
    ['a password composed in another way signs in (RFC 7644 §5)', 'cy@example.com', 'pa\u0308ss\u3000wort', 'cy'],
    ['a hash of an older version lets in who types as then', 'dee@example.com', 'pa\u0308ss\u00a0wort', 'dee'],
    ['a password in another case does not sign in', 'cy@example.com', 'P\u00e4ss wort', undefined],
  ])('%s', async (_, userName, password, expected) => {
    expect((await checker.check('acme', userName, password))?.userId).toBe(expected);
  });

  it('compares for somebody unknown with a hash of the same cost as those that the gateways make', async () => {
    const [, algorithm, , cost] = (await hashOfNobody()).split('$');
    const made = (await new PasswordHasher(1).hash(new Secret('N3w-Pa55'), { accountId: 'acme', leftMs: 5_000 })).split(
      '$',
    );
    expect([algorithm, cost]).toEqual([made[1], made[3]]);
  });

  it('lets a bounded number of each account wait, refuses the others, and goes on afterwards', async () => {
    const small = new PasswordChecker({ users, hashes }, 8, 1);
    const accounts = ['acme', 'acme', 'acme', 'acme', 'acme', 'other'];
    const checks = accounts.map((account) =>
      small.check(account, 'ann@example.com', 'right').catch((error: unknown) => error),
    );
    const answers = await Promise.all(checks);
    expect(
      answers.map((each) => (each instanceof TooManyChecks ? 'refused' : (each as Credential | undefined)?.userId)),
    ).toEqual(['ann', 'ann', 'ann', 'refused', 'refused', 'ann']);
    expect(new TooManyChecks().getStatus()).toBe(429);
    expect((await small.check('acme', 'ann@example.com', 'right'))?.userId).toBe('ann');
  });

  it('gives the turn on also where the database failed', async () => {
    const broken = new PasswordChecker(
      { users: { credential: () => Promise.reject(new Error('away')) }, hashes },
      1,
      1,
    );
    for (let n = 0; n < 3; n += 1) await expect(broken.check('acme', 'ann@example.com', 'x')).rejects.toThrow('away');
  });

  it('replaces a hash that is weaker than today’s, and lets in by the new one', async () => {
    const replaced: string[] = [];
    const replaceHash = (_: string, { hash: former }: Credential, stronger: string) => {
      replaced.push(former, stronger);
      return Promise.resolve(true);
    };
    const found = await new PasswordChecker({ users, hashes: { ...hashes, replaceHash } }).check(
      'acme',
      'ann@example.com',
      'right',
    );
    expect(replaced).toEqual([people.get('ann@example.com')?.hash, found?.hash]);
    expect(found?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('believes what is stored now where a new password was faster than the better hash', async () => {
    const replaceHash = () => {
      people.set('cy@example.com', { userId: 'cy', hash: '$argon2id$another' });
      return Promise.resolve(false);
    };
    people.set('cy@example.com', { userId: 'cy', hash: await hash('right', weak) });
    const racing = new PasswordChecker({ users, hashes: { ...hashes, replaceHash } });
    expect(await racing.check('acme', 'cy@example.com', 'right')).toBeUndefined();
  });
});
