import { describe, expect, it } from 'vitest';
import { afterText, countsOf } from './decide-words.js';
import { actsOf, endsText, stateText } from './takeover-words.js';

describe('a takeover', () => {
  it.each([
    ['waiting', ['allow', 'decline']],
    ['allowed', ['decline']],
    ['declined', ['allow']],
    ['done', ['undo']],
    ['undone', []],
  ] as const)('that is %s lets an admin do %j', (state, acts) => {
    expect(actsOf({ state, endsAt: '2026-03-01T00:00:00Z' })).toEqual(acts);
  });

  it('that is followed by another of the same team cannot be undone', () => {
    expect(actsOf({ state: 'done' })).toEqual([]);
  });

  it('whose group is kept and empty waits for members', () => {
    const [nobody, one] = [
      { count: 0, items: [] },
      { count: 1, items: [] },
    ];
    expect(stateText({ state: 'waiting', kept: true, gain: nobody, stay: nobody })).toBe('Waits for members');
    expect(stateText({ state: 'waiting', kept: true, gain: one, stay: nobody })).toBe('Waits for an admin');
    expect(stateText({ state: 'waiting', kept: false, gain: nobody, stay: nobody })).toBe('Waits for an admin');
    expect(stateText({ state: 'waiting', kept: true })).toBe('Waits for an admin');
    expect(stateText({ state: 'done', kept: true })).toBe('Done');
  });

  it('says what its end means', () => {
    expect([endsText('done'), endsText('declined')]).toEqual(['Can be undone until', 'Until']);
  });
});

describe('a decision', () => {
  const [gain, lose] = [
    { count: 3, items: [] },
    { count: 5, items: [] },
  ];

  it('about a refused group is told by the lists, because its members come with the next push', () => {
    expect(countsOf('allow', { kept: false, gain, lose }, {})).toEqual([3, 5]);
    expect(afterText('allow', { kept: false })).toContain('push the group again');
  });

  it('that happens at once is told by its dry run', () => {
    expect(countsOf('allow', { kept: true, gain, lose }, { membersGained: { count: 1 } })).toEqual([1, 0]);
    expect(countsOf('undo', { kept: false, gain, lose }, { membersLost: { count: 2 } })).toEqual([0, 2]);
    expect(afterText('allow', { kept: true })).toBe('It happens at once.');
  });
});
