import { describe, expect, it } from 'vitest';
import type { MemberPutRight, Run } from '../api/generated/types.gen.js';
import { dateTime } from './format.js';
import { handsBehind, putRightSentence, runSentence } from './put-right.js';

const words = { provider: 'Okta', team: 'Design' };
const person = { id: 'u1', userName: 'ann@a.example', displayName: 'Ann Lee', active: true };
const ben = { kind: 'admin', id: 'u2', person: { ...person, id: 'u2', displayName: 'Ben Ode' } } as const;
const ann: MemberPutRight = {
  userId: 'u1',
  person,
  reason: 'added by hand',
  cause: 'by-hand',
  by: ben,
  at: '2026-03-01T03:12:40.000Z',
};
const run = { outcome: 'done', startedAt: '2026-03-01T03:12:40.212Z' } as const;

describe('what became of somebody in a run', () => {
  it.each([
    [
      'put in by hand',
      ann,
      'evicted',
      'Ann Lee was put in by Ben Ode, and out again 0.2\u00A0s later: Okta decides who is in Design.',
    ],
    [
      'taken out by hand',
      ann,
      'restored',
      'Ann Lee was taken out by Ben Ode, and put in again 0.2\u00A0s later: Okta decides who is in Design.',
    ],
    [
      'whom the group does not name any more',
      { ...ann, cause: 'not-in-group' },
      'evicted',
      'Ann Lee was put out of Design: the group does not name this person.',
    ],
    [
      'who was there before a takeover',
      { ...ann, cause: 'before-takeover' },
      'evicted',
      'Ann Lee was put out of Design: in it before Okta took it over, and not in the group.',
    ],
    [
      'who was lost',
      { ...ann, cause: 'missing' },
      'restored',
      'Ann Lee was put into Design again: the group names this person.',
    ],
    ['of an older run', { userId: 'u1', person, reason: 'added by hand' }, 'evicted', 'Ann Lee: added by hand'],
    [
      'who is not known any more',
      { userId: 'u1', reason: '', cause: 'missing' },
      'restored',
      'somebody who is not here any more was put into Design again: the group names this person.',
    ],
  ] as const)('%s', (_, who, side, sentence) => {
    expect(putRightSentence(who, side, run, words)).toBe(sentence);
  });

  it('is told as what would become of them, while nothing was done', () => {
    const sentence = putRightSentence(ann, 'evicted', { ...run, outcome: 'held' }, words);
    expect(sentence).toBe(
      `Ann Lee would be put out of Design: put in by Ben Ode, ${dateTime('2026-03-01T03:12:40.000Z')}.`,
    );
  });
});

describe('a run in a sentence', () => {
  const many: Run = {
    ...run,
    id: 'r',
    teamId: 't',
    team: { id: 't' },
    evicted: [ann],
    evictedCount: 3,
    restored: [],
    restoredCount: 0,
  };

  it('names the first, and counts the others', () => {
    expect(runSentence(many, words)).toMatch(/^Ann Lee was put in .* And 2 more\.$/);
    expect(runSentence({ ...many, evictedCount: 1 }, words)).not.toContain('more');
  });
});

it('whose hands put people in, and when, is said of those who came by hand', () => {
  const cy = { ...ann, at: '2026-03-01T03:20:00.000Z' };
  const eve = { ...ann, by: { kind: 'operator', id: 'ops' }, at: '2026-03-01T03:15:00.000Z' } as const;
  expect(handsBehind([ann, eve, cy, { userId: 'x', reason: '', cause: 'not-in-group' }], 'Okta')).toEqual({
    by: 'Ben Ode',
    count: 3,
    from: ann.at,
    until: cy.at,
  });
  expect(handsBehind([], 'Okta')).toBeUndefined();
});
