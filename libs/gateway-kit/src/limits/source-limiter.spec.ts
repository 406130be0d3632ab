import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SourceLimiter } from './source-limiter.js';

describe('the limit of a source', () => {
  it('lets a burst through, then one a second', () => {
    let now = 0;
    const limiter = new SourceLimiter(3, 1, () => now);
    for (let i = 0; i < 3; i++) {
      expect(limiter.waitS(['a'])).toBe(0);
      limiter.count(['a']);
    }
    expect(limiter.waitS(['a'])).toBe(1);
    now = 1_000;
    expect(limiter.waitS(['a'])).toBe(0);
  });

  it('lets in one that stands for several, which then waits for all of them', () => {
    let now = 0;
    const limiter = new SourceLimiter(20, 10, () => now);
    limiter.count(['a'], 50);
    expect(limiter.waitS(['a'])).toBe(4); // 30 too many, and the next one
    now = 3_000;
    expect(limiter.waitS(['a'])).toBe(1);
    now = 3_100;
    expect(limiter.waitS(['a'])).toBe(0);
  });

  it('counts each source for itself, and refuses where one of them has had enough', () => {
    const limiter = new SourceLimiter(1, 1, () => 0);
    limiter.count(['address 1', 'account a']);
    expect(limiter.waitS(['address 2'])).toBe(0);
    expect(limiter.waitS(['address 2', 'account a'])).toBe(1);
  });

  it('goes by time that has passed: a clock that is set back an hour keeps nobody out', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T12:00:00Z') });
    onTestFinished(() => void vi.useRealTimers());
    const limiter = new SourceLimiter(20);
    limiter.count(['a']);
    vi.setSystemTime(new Date('2026-03-01T11:00:00Z'));
    expect(limiter.waitS(['a'])).toBe(0);
  });
});
