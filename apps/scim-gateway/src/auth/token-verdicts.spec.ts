import type { CheckToken, TokenVerdict } from '@rollcall/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { VerificationCall } from '../clients/token-verifier.js';
import { keptMs, NoFreshVerdict, TokenVerdicts } from './token-verdicts.js';

const works: TokenVerdict = {
  works: true,
  tokenId: 't',
  accountId: 'a',
  creatorId: 'c',
  expiresAt: '2027-01-01T00:00:00Z',
};
const revoked: TokenVerdict = { works: false, why: 'revoked' };

const callOf = (leftMs: number) => ({ leftMs, network: '192.0.2.7' });

/** Verdicts over a token-service whose answers and clock the test controls. */
function setUp() {
  const asked: CheckToken[] = [];
  const turns: string[] = [];
  const state = { now: 10_000, verdict: works, fails: false, takesMs: 0 };
  const check = (question: CheckToken, { turnOf }: VerificationCall): Promise<TokenVerdict> => {
    asked.push(question);
    turns.push(turnOf);
    const { verdict, fails } = state;
    state.now += state.takesMs;
    return fails ? Promise.reject(new Error('away')) : Promise.resolve(verdict);
  };
  return {
    asked,
    turns,
    state,
    verdicts: new TokenVerdicts(
      { check },
      () => state.now,
      () => state.now,
    ),
  };
}

/** The same; the token `d` was used a while ago. */
async function setUpUsed() {
  const all = setUp();
  await all.verdicts.of('d', callOf(1_000));
  await vi.waitFor(() => expect(all.asked).toHaveLength(2)); // the second one tells the first use
  all.asked.length = 0;
  all.state.now += keptMs + 1;
  return all;
}

describe('verdicts about tokens', () => {
  it('asks once for all who ask at the same time, and keeps the answer for a while', async () => {
    const { asked, state, verdicts } = await setUpUsed();
    await Promise.all([1, 2, 3].map(() => verdicts.of('d', callOf(1_000))));
    state.now += keptMs;
    await verdicts.of('d', callOf(1_000));
    expect(asked).toHaveLength(1);
    state.now += 1;
    await verdicts.of('d', callOf(1_000));
    expect(asked).toHaveLength(2);
  });

  it('takes turns by the network, and by the token’s account as soon as that is known', async () => {
    const { turns, state, verdicts } = setUp();
    const repeat = async () => {
      state.now += keptMs + 1;
      await verdicts.of('d', callOf(1_000));
    };
    await repeat();
    await repeat();
    state.verdict = revoked;
    await repeat();
    await repeat();
    expect(turns).toEqual(['192.0.2.7', 'a', 'a', 'a', '192.0.2.7']);
  });

  it('sees a revocation within a second', async () => {
    const { state, verdicts } = setUp();
    await verdicts.of('d', callOf(1_000));
    state.verdict = revoked;
    state.now += 1_000;
    expect(await verdicts.of('d', callOf(1_000))).toEqual(revoked);
    expect(verdicts.isKnown('d')).toBe(true);
  });

  it('sees a revocation within a second also where the clock is set back an hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T12:00:00Z') });
    onTestFinished(() => void vi.useRealTimers());
    const answers = [works, works, revoked];
    const verdicts = new TokenVerdicts({ check: () => Promise.resolve(answers.shift() ?? revoked) });
    await verdicts.of('d', callOf(1_000));
    vi.setSystemTime(new Date('2026-03-01T11:00:00Z'));
    await sleep(keptMs + 50);
    expect(await verdicts.of('d', callOf(1_000))).toEqual(revoked);
  });

  it('asks again when an answer was older than a second on arrival', async () => {
    const { asked, state, verdicts } = await setUpUsed();
    state.takesMs = 1_500;
    const verdict = verdicts.of('d', callOf(5_000));
    await Promise.resolve().then(() => (state.takesMs = 0));
    expect(await verdict).toEqual(works);
    expect(asked).toHaveLength(2);
  });

  it('tells the first use of a token at once: somebody may be waiting to see it', async () => {
    const { asked, state, verdicts } = setUp();
    await verdicts.of('d', callOf(1_000));
    await vi.waitFor(() =>
      expect(asked).toEqual([{ digest: 'd' }, { digest: 'd', used: { count: 1, at: new Date(10_000).toISOString() } }]),
    );
    state.now += keptMs;
    await verdicts.of('d', callOf(1_000));
    expect(asked).toHaveLength(2);
  });

  it('tells a first use with the next question where token-service was away', async () => {
    const { asked, state, verdicts } = setUp();
    const first = verdicts.of('d', callOf(1_000));
    await Promise.resolve().then(() => (state.fails = true));
    expect(await first).toEqual(works);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    state.fails = false;
    state.now += keptMs + 1;
    await verdicts.of('d', callOf(1_000));
    expect(asked[2]?.used?.count).toBe(1);
  });

  it('says in the next question how often and when the token was used', async () => {
    const { asked, state, verdicts } = await setUpUsed();
    await Promise.all([1, 2, 3].map(() => verdicts.of('d', callOf(1_000))));
    state.now += keptMs + 1;
    await verdicts.of('d', callOf(1_000));
    expect(asked[1]).toEqual({ digest: 'd', used: { count: 3, at: new Date(10_000 + keptMs + 1).toISOString() } });
  });

  it('says when a dead token was refused last', async () => {
    const { asked, state, verdicts } = setUp();
    state.verdict = revoked;
    await verdicts.of('d', callOf(1_000));
    state.now += keptMs + 1;
    await verdicts.of('d', callOf(1_000));
    expect(asked[1]).toEqual({ digest: 'd', refusedAt: new Date(10_000).toISOString() });
  });

  it('are remembered of known tokens whatever number of unknown ones is asked about', async () => {
    const { state, verdicts } = setUp();
    await verdicts.of('d', callOf(1_000));
    state.verdict = { works: false, why: 'unknown' };
    for (let i = 0; i < 12_000; i++) await verdicts.of(`invented ${i}`, callOf(1_000));
    expect([verdicts.isKnown('d'), verdicts.isKnown('invented 11999')]).toEqual([true, false]);
  });

  it('gives no verdict, not even an old one, when token-service is away, and tells the use later', async () => {
    const { asked, state, verdicts } = await setUpUsed();
    await verdicts.of('d', callOf(1_000));
    state.now += keptMs + 1;
    state.fails = true;
    await expect(verdicts.of('d', callOf(1_000))).rejects.toBeInstanceOf(NoFreshVerdict);
    state.fails = false;
    await verdicts.of('d', callOf(1_000));
    expect(asked.at(-1)?.used?.count).toBe(1);
  });

  it('reports uses of tokens that nobody asks about any more, once', async () => {
    const { asked, state, verdicts } = await setUpUsed();
    await verdicts.of('d', callOf(1_000));
    await verdicts.report();
    expect(asked).toHaveLength(1);
    const usedAt = new Date(state.now).toISOString();
    state.now += keptMs + 1;
    await verdicts.report();
    await verdicts.report();
    expect(asked.slice(1)).toEqual([{ digest: 'd', used: { count: 1, at: usedAt } }]);
  });
});
