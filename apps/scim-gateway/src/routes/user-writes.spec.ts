import { DryRun, PasswordHasher, Secret, type Commands } from '@rollcall/gateway-kit';
import { describe, expect, it, vi } from 'vitest';
import type { WriteRequest } from '../http/request-context.js';
import { UserWrites } from './user-writes.js';

/** A creation with this password, as its handler sees it. */
function creation(password: string, dryRun?: DryRun): WriteRequest {
  const caller = { accountId: 'a', tokenId: 't', creatorId: 'c' };
  const scim = { id: 'r', caller, traceparent: '', leftMs: 9_000, password: new Secret(password), dryRun };
  const body = { userName: 'ann@example.com', name: { givenName: 'Ann', familyName: 'Lee' } };
  return { params: {}, headers: {}, body, scim };
}

describe('the password of a dry run', () => {
  const send = vi.fn<(...args: unknown[]) => Promise<object>>(() => Promise.resolve({ id: 'u' }));
  const hasher = new PasswordHasher(1);
  const hash = vi.spyOn(hasher, 'hash');
  const writes = new UserWrites({ send } as unknown as Commands, hasher); // only what writes use
  const sent = async (request: WriteRequest) => {
    await writes.create(request);
    return send.mock.calls.at(-1)?.[1];
  };

  it('is checked by the rule, and not hashed: nothing is to be kept', async () => {
    expect(await sent(creation('password', new DryRun()))).toMatchObject({
      passwordProblem: expect.any(String) as string,
    });
    expect(await sent(creation('Correct-Horse-7', new DryRun()))).toMatchObject({
      passwordHash: expect.stringMatching(/^\$argon2id\$.*A{43}$/) as string,
    });
    expect(hash).not.toHaveBeenCalled();
    await sent(creation('Correct-Horse-7'));
    expect(hash).toHaveBeenCalledTimes(1);
  });
});
