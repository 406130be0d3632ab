import { describe, expect, it } from 'vitest';
import { dateTime } from '../../texts/format.js';
import { differenceText } from './drifting-words.js';
import { handsText, wouldText } from './held-words.js';
import { pointsOf } from './lag-points.js';
import { modeBody, settingTexts, waitingText } from './mode-words.js';
import { countsText, runsQuestion } from './run-words.js';

const now = Date.parse('2026-03-01T10:00:00.000Z');
const ben = {
  kind: 'admin',
  id: 'b',
  person: { id: 'b', userName: 'ben@a.example', displayName: 'Ben Ode', active: true },
} as const;

describe('the mode of the reconciler', () => {
  it('is set with a reason and an end, where it can have them', () => {
    expect(modeBody('enforce', 'why', 'hour', now)).toEqual({ mode: 'enforce' });
    expect(modeBody('paused', '  ', 'open', now)).toEqual({ mode: 'paused' });
    const until = '2026-03-01T18:00:00.000Z';
    expect(modeBody('report-only', ' move ', 'shift', now)).toEqual({ mode: 'report-only', reason: 'move', until });
  });

  it('is told with who set it, why, and until when', () => {
    const [since, until] = ['2026-03-01T09:00:00.000Z', '2026-03-01T11:00:00.000Z'];
    expect(settingTexts({ mode: 'paused', since, by: ben, reason: 'move', until }, 'Okta')).toEqual([
      `Since ${dateTime(since)}, by Ben Ode.`,
      '“move”',
      `Until ${dateTime(until)}; then everything is put right.`,
    ]);
    expect(settingTexts({ mode: 'enforce' }, 'Okta')).toEqual([]);
  });

  it('is told with how many teams wait', () => {
    expect(waitingText({ dirty: 0, oldestDirtySeconds: 0 })).toBe('The reconciler has checked every team.');
    expect(waitingText({ dirty: 3, oldestDirtySeconds: 120 })).toMatch(/3 teams to check, .* 2 min/);
  });
});

describe('a held run', () => {
  const held = { teamId: 't', team: { id: 't', displayName: 'Sales' }, since: '', reason: 'would remove too many' };
  const at = '2026-03-01T02:50:00.000Z';
  const by = { userId: 'a', reason: '', cause: 'by-hand', by: ben, at } as const;

  it('says what it would do, in the words of the API where numbers are missing', () => {
    expect(wouldText({ ...held, wouldEvict: 41, members: 100 })).toBe('This would put 41 of 100 people out of Sales.');
    expect(wouldText(held)).toBe('would remove too many');
  });

  it('says whose hands are behind it', () => {
    expect(handsText({ evicted: [by] }, 'Okta')).toMatch(/^The directory did not remove them .* by Ben Ode between/);
    const other = { userId: 'c', reason: '', cause: 'not-in-group' } as const;
    expect(handsText({ evicted: [by, other] }, 'Okta')).toMatch(/^1 person of them .* most by Ben Ode/);
    expect(handsText({ evicted: [other] }, 'Okta')).toBeUndefined();
  });
});

describe('runs', () => {
  it('are asked for by what stands in the address, and by nothing that is no filter', () => {
    const since = '2026-03-01T09:00:00.000Z';
    expect(runsQuestion({ outcome: 'held', since: 'hour', team: 't' }, now)).toEqual({
      outcome: 'held',
      since,
      teamId: 't',
    });
    expect(runsQuestion({ outcome: 'nonsense', since: 'ever' }, now)).toEqual({});
  });

  it('say how many they put out and in, or would', () => {
    const run = { evictedCount: 2, restoredCount: 1 };
    expect(countsText({ ...run, outcome: 'done' })).toBe('2 out, 1 in');
    expect(countsText({ ...run, outcome: 'held' })).toBe('2 would go, 1 would come');
  });
});

it('a team that differs is told with how many are too many and missing', () => {
  expect(differenceText(1, 2)).toBe('1 person too many, 2 people missing');
  expect(differenceText(0, 1)).toBe('1 person missing');
});

it('the chart has a point for each step, and no value where nothing was put right', () => {
  const bucket = { from: '2026-03-01T09:55:00.000Z', count: 4, p50Ms: 200, p95Ms: 300, maxMs: 400 };
  const points = pointsOf([bucket], 'hour', now + 1_000);
  expect(points).toHaveLength(13);
  expect(points.at(-2)?.values).toEqual({ p50: 200, p95: 300, count: 4 });
  expect(points.at(-1)?.values).toEqual({ count: 0 });
  expect(pointsOf([], 'day', now).length).toBeLessThanOrEqual(300);
});
