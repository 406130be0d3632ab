import type { SessionVerdict, SessionView } from '@rollcall/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionWatch } from './session-watch.js';

const alive = (rights: SessionView['rights'] = 'admin'): SessionVerdict => ({
  works: true,
  session: {
    accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
    accountSlug: 'acme',
    accountName: 'Acme',
    userId: '01890a5d-ac96-774b-bcce-b302099a8058',
    userName: 'ann@acme.example',
    userType: rights,
    rights,
    startedAt: '2026-03-01T10:00:00.000Z',
    expiresAt: '2026-03-01T22:00:00.000Z',
  },
});

let verdict: () => Promise<SessionVerdict>;
let checks: number;
let ended: string[];
let watch: SessionWatch;

beforeEach(() => {
  vi.useFakeTimers();
  verdict = () => Promise.resolve(alive());
  checks = 0;
  ended = [];
  const check = () => {
    checks += 1;
    return verdict();
  };
  watch = new SessionWatch({ rights: 'admin', check, onEnd: (why) => void ended.push(why) });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

it('looks every 30 seconds', async () => {
  await vi.advanceTimersByTimeAsync(26_000);
  expect(checks).toBe(0);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(checks).toBeGreaterThanOrEqual(10);
  expect(checks).toBeLessThanOrEqual(12);
  expect(ended).toEqual([]);
});

it('ends once, where the session is over or has other rights', async () => {
  verdict = () => Promise.resolve({ works: false });
  watch.checkNow();
  await vi.advanceTimersByTimeAsync(120_000);
  expect([ended, checks]).toEqual([['session-ended'], 1]);
  watch = new SessionWatch({
    rights: 'admin',
    check: () => Promise.resolve(alive('member')),
    onEnd: (why) => void ended.push(why),
  });
  watch.checkNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['session-ended', 'rights-changed']);
});

it('looks again where something happens while a check is under way: that may be too early', async () => {
  const first = Promise.withResolvers<SessionVerdict>();
  verdict = () => first.promise;
  watch.checkNow();
  watch.checkNow();
  watch.checkNow();
  expect(checks).toBe(1);
  verdict = () => Promise.resolve({ works: false });
  first.resolve(alive());
  await vi.advanceTimersByTimeAsync(0);
  expect([ended, checks]).toEqual([['session-ended'], 2]);
});

it('asks again where nobody answers, and gives up after half a minute', async () => {
  verdict = () => Promise.reject(new Error('away'));
  watch.checkNow();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([ended, checks]).toEqual([[], 5]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([ended, checks]).toEqual([['unavailable'], 6]);
});

it('looks no more when it was stopped', async () => {
  watch.stop();
  watch.checkNow();
  await vi.advanceTimersByTimeAsync(120_000);
  expect([ended, checks]).toEqual([[], 0]);
});

it('looks once within two seconds, at some moment, where something has happened that concerns many', async () => {
  for (let n = 0; n < 5; n += 1) watch.checkSoon();
  expect(checks).toBe(0);
  verdict = () => Promise.resolve(alive('member'));
  await vi.advanceTimersByTimeAsync(2_000);
  expect([ended, checks]).toEqual([['rights-changed'], 1]);
  watch.checkSoon();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(checks).toBe(1);
});
