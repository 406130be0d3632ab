import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeTries, signInWaitMs, siteBurst, type Failures } from './sign-in-limits.js';

const now = Date.parse('2026-03-01T10:00:00Z');
const seconds = (n: number) => n * 1_000;
const failed = (count: number, ago = 0): Failures => ({ count, lastAt: now - ago });

const anyFailures = fc.record({
  count: fc.integer({ min: 0, max: 1_000_000 }),
  lastAt: fc.integer({ min: now - seconds(200_000), max: now }),
});
const fewOfTheSite = fc.option(
  fc.record({ count: fc.integer({ min: 0, max: siteBurst - 1 }), lastAt: anyFailures.map(({ lastAt }) => lastAt) }),
  { nil: undefined },
);

describe('an attempt to sign in', () => {
  it('never waits where its source has not failed, whatever strangers do elsewhere', () => {
    fc.assert(
      fc.property(anyFailures, fewOfTheSite, (ofPerson, ofSite) => signInWaitMs({ ofPerson, ofSite }, now) === 0),
    );
  });

  it('never waits longer from a source because others fail later than it did', () => {
    fc.assert(
      fc.property(anyFailures, anyFailures, (ofPair, ofPerson) => {
        const later = { ...ofPerson, lastAt: now };
        const earlier = { ...ofPerson, lastAt: Math.max(ofPerson.lastAt, now - seconds(80_000)) };
        return signInWaitMs({ ofPair, ofPerson: later }, now) === signInWaitMs({ ofPair, ofPerson: earlier }, now);
      }),
    );
  });

  it('always has an end of its waiting: a quarter of an hour after the last failure of its source', () => {
    fc.assert(
      fc.property(anyFailures, anyFailures, (ofPair, ofPerson) => {
        return signInWaitMs({ ofPair, ofPerson }, ofPair.lastAt + seconds(900)) === 0;
      }),
    );
  });

  it.each([
    ['the first tries', freeTries - 1, 0],
    ['the fifth failure', 5, 1],
    ['the sixth', 6, 2],
    ['the tenth', 10, 32],
    ['the hundredth', 100, 900],
  ])('waits twice as long after each failure of its source: %s', (_, count, waits) => {
    expect(signInWaitMs({ ofPair: failed(count), ofPerson: failed(count) }, now)).toBeLessThanOrEqual(seconds(900));
    expect(signInWaitMs({ ofPair: failed(count) }, now)).toBe(seconds(waits));
  });

  it('waits from the first failure of its source on, where many guess at the same person', () => {
    const ofPair = failed(1);
    const waits = (count: number) => signInWaitMs({ ofPair, ofPerson: failed(count) }, now) / 1_000;
    expect([waits(19), waits(20), waits(30), waits(60), waits(1_000)]).toEqual([0, 1, 2, 16, 60]);
  });

  it('waits a second where its site fails once a second, whoever is meant', () => {
    expect(signInWaitMs({ ofSite: failed(20) }, now)).toBe(1_000);
    expect(signInWaitMs({ ofSite: failed(20, 1_500) }, now)).toBe(0);
  });

  it('is forgiven after a day', () => {
    expect(signInWaitMs({ ofPair: failed(100, seconds(86_400)), ofPerson: failed(1_000) }, now)).toBe(0);
  });
});
