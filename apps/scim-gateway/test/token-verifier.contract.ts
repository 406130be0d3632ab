import { digestOf, formerScimToken } from '@rollcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenVerifier } from '../src/clients/token-verifier.js';

export interface TokenServiceUnderTest {
  readonly verifier: TokenVerifier;
  readonly accountId: string;
  /** Digests of a token of the account that works, and of one of its that an admin revoked. */
  readonly working: string;
  readonly revoked: string;
}

/** What the gateway needs of token-service, whoever plays it. */
export function tokenVerifierContract(
  name: string,
  setUp: () => Promise<TokenServiceUnderTest> | TokenServiceUnderTest,
): void {
  describe(`${name} as the gateway's token-service`, () => {
    let service: TokenServiceUnderTest;
    beforeAll(async () => {
      service = await setUp();
    }, 120_000);
    const call = { turnOf: 'specs', timeoutMs: 1_000 };

    it('says of a working token whose it is', async () => {
      const { verifier, accountId, working: digest } = service;
      expect(await verifier.check({ digest }, call)).toMatchObject({ works: true, accountId });
    });

    it('takes note of uses and refusals with the question', async () => {
      const { verifier, working: digest } = service;
      const at = new Date().toISOString();
      expect(await verifier.check({ digest, used: { count: 3, at }, refusedAt: at }, call)).toMatchObject({
        works: true,
      });
    });

    it('says why a revoked token does not work, since when, and whose it is', async () => {
      const { verifier, accountId, revoked: digest } = service;
      const verdict = await verifier.check({ digest }, call);
      expect(verdict).toMatchObject({ works: false, why: 'revoked', accountId });
      expect(new Date(String('since' in verdict && verdict.since)).getTime()).not.toBeNaN();
    });

    it('knows nothing of a token that nobody made', async () => {
      const digest = digestOf(formerScimToken('nobody'));
      expect(await service.verifier.check({ digest }, call)).toEqual({ works: false, why: 'unknown' });
    });
  });
}
