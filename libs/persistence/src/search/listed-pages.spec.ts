import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ListTotals, nextOf, placeBehind } from './listed-pages.js';

const [acme, other] = ['01970000-0000-7000-8000-000000000001', '01970000-0000-7000-8000-000000000002'];
const directory = { is: 'equals', attribute: 'managedBy', value: 'directory' } as const;
let now = 0;
const count = vi.fn<() => Promise<number | undefined>>();

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  count.mockReset().mockImplementation(async () => {
    now += 900;
    return 70_000;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const totals = new ListTotals({ total: count });
const total = (accountId: string, of: Partial<Parameters<ListTotals['of']>[0]> = {}) =>
  totals.of({ accountId, filter: directory, shown: [], ...of });

describe('the total of a long list', () => {
  it('is counted once for whoever scrolls through it, for each account, filter and condition', async () => {
    for (let page = 0; page < 3; page += 1) expect(await total(acme)).toEqual({ total: 70_000 });
    expect(count).toHaveBeenCalledTimes(1);
    await total(other);
    await total(acme, { filter: { ...directory, value: 'workspace' } });
    await total(acme, { shown: ['is_held'] });
    expect(count).toHaveBeenCalledTimes(4);
    now += 9_001;
    await total(acme);
    expect(count).toHaveBeenCalledTimes(5);
  });

  it('is not counted again at once where that took too long', async () => {
    count.mockImplementation(async () => {
      now += 1_000;
      return undefined;
    });
    now += 60_000;
    for (let page = 0; page < 3; page += 1) expect(await total(acme)).toEqual({});
    expect(count).toHaveBeenCalledTimes(1);
  });
});

describe('the place of a page', () => {
  it('is behind a row, by its id alone or by what the list is sorted by', () => {
    const [after, afterKey] = [acme, 'design'];
    expect(placeBehind({}, undefined)).toBeUndefined();
    expect(placeBehind({ after, afterKey }, undefined)).toEqual({ id: acme });
    expect(placeBehind({ after, afterKey }, { attribute: 'displayName' })).toEqual({ id: acme, key: 'design' });
  });

  it('is named in the answer where there is another page', () => {
    expect([nextOf(undefined), nextOf({ id: acme })]).toEqual([{}, { next: acme }]);
    expect(nextOf({ id: acme, key: 'design' })).toEqual({ next: acme, nextKey: 'design' });
  });
});
