import { newSessionToken, TokenSigner } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import { beforeEach, expect, it } from 'vitest';
import { SessionTokens } from './session-tokens.js';

const call = { requestId: 'r', traceparent: 't', leftMs: 20 };
const tokenOf = (key: string) => newSessionToken(new TokenSigner([key]));
const soon = 10 * 60_000;

let now: number;
let asked: PromiseWithResolvers<{ key: string }>[];
let times: number[];
let tokens: SessionTokens;

beforeEach(() => {
  now = 1;
  asked = [];
  times = [];
  const ask = (_query: unknown, _input: unknown, { leftMs }: { leftMs: number }) => {
    const answer = Promise.withResolvers<{ key: string }>();
    asked.push(answer);
    times.push(leftMs);
    return answer.promise;
  };
  tokens = new SessionTokens({ ask: ask as Queries['ask'] }, () => now);
});

it('is asked for once for all that come first, in a time of its own', async () => {
  const verdicts = [tokens.isSigned(tokenOf('a'), call), tokens.isSigned(tokenOf('b'), call)];
  asked[0]?.resolve({ key: 'a' });
  expect(await Promise.all(verdicts)).toEqual([true, false]);
  expect(times).toEqual([5_000]);
});

it('is asked for again by the next request where nobody answered', async () => {
  const first = tokens.isSigned(tokenOf('a'), call);
  asked[0]?.reject(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  const second = tokens.isSigned(tokenOf('a'), call);
  asked[1]?.resolve({ key: 'a' });
  expect(await second).toBe(true);
});

it('serves while the next one is asked for, and where it does not come', async () => {
  const first = tokens.isSigned(tokenOf('a'), call);
  asked[0]?.resolve({ key: 'a' });
  await first;
  now += soon;
  expect(await tokens.isSigned(tokenOf('a'), call)).toBe(true);
  expect(asked).toHaveLength(2);
  asked[1]?.reject(new Error('gone'));
  await expect(asked[1]?.promise).rejects.toThrow('gone');
  expect(await tokens.isSigned(tokenOf('a'), call)).toBe(true);
  now += 5_000;
  await tokens.isSigned(tokenOf('a'), call);
  asked[2]?.resolve({ key: 'b' });
  await asked[2]?.promise;
  await expect.poll(() => tokens.isSigned(tokenOf('b'), call)).toBe(true);
  expect(await tokens.isSigned(tokenOf('a'), call)).toBe(false);
  expect(asked).toHaveLength(3);
});
