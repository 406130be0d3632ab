import { describe, expect, it } from 'vitest';
import { filtersOfState, isNarrowed, progressOf, questionOf, stateFilterOf } from './filters';

describe('the filters of the list of people', () => {
  it('ask what they say', () => {
    expect(
      questionOf({ type: 'viewer', active: 'false', kept: 'directory', released: 'false', order: 'name' }),
    ).toEqual({
      view: 'row',
      userType: 'viewer',
      active: 'false',
      managedBy: 'directory',
      released: 'false',
      order: 'name',
    });
  });

  it('leave out what an address says that is none, and the order of a search', () => {
    expect(questionOf({ search: 'ann', active: 'maybe', kept: 'okta', order: 'name' })).toEqual({
      view: 'row',
      search: 'ann',
    });
  });

  it.each(['', 'active', 'inactive', 'released'] as const)(
    'say the state "%s" in two words, and read it back',
    (state) => {
      const { active, released } = filtersOfState(state);
      expect(stateFilterOf({ ...(active ? { active } : {}), ...(released ? { released } : {}) })).toBe(state);
    },
  );

  it('narrow the list, a search and an order alone do not', () => {
    expect(isNarrowed({ search: 'ann', order: 'name' })).toBe(false);
    expect(isNarrowed({ released: 'true' })).toBe(true);
  });
});

describe('progressOf', () => {
  it('says nothing before the first answer', () => {
    expect(progressOf([], 0, true)).toBeUndefined();
  });

  it('says how far it has looked', () => {
    const pages = [{ searched: 20_000, total: 100_214, next: 'x' }];
    expect(progressOf(pages, 3, true)).toEqual({ kind: 'looking', searched: 20_000, total: 100_214, found: 3 });
    expect(progressOf(pages, 200, false)).toEqual({ kind: 'some', searched: 20_000, total: 100_214, found: 200 });
  });

  it('says when it has looked at everybody', () => {
    const pages = [{ searched: 20_000, total: 21_000, next: 'x' }, { searched: 21_000 }];
    expect(progressOf(pages, 0, false)).toEqual({ kind: 'none', total: 21_000, found: 0 });
    expect(progressOf(pages, 4, false)).toEqual({ kind: 'all', total: 21_000, found: 4 });
  });
});
