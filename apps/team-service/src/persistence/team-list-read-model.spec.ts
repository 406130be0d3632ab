import { TableSearch, type DataSource } from '@rollcall/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TeamListReadModel } from './team-list-read-model.js';

const [acme, other] = ['01970000-0000-7000-8000-000000000001', '01970000-0000-7000-8000-000000000002'];
let now = 0;
const total = vi.fn<() => Promise<number>>();

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(TableSearch.prototype, 'page').mockResolvedValue({ rows: [], total: 0 });
  vi.spyOn(TableSearch.prototype, 'total').mockImplementation(total);
  total.mockReset().mockImplementation(async () => {
    now += 900;
    return 10_000;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const teams = new TeamListReadModel({} as Partial<DataSource> as DataSource);

describe('the total of a long list of teams', () => {
  it('is counted once for whoever scrolls through it, for each account and filter', async () => {
    const page = (accountId: string, offset: number, held = false) =>
      teams.page({ accountId, search: 'sales', counted: true, offset, limit: 200, ...(held ? { held } : {}) });
    for (const offset of [0, 200, 400]) expect((await page(acme, offset)).total).toBe(10_000);
    expect(total).toHaveBeenCalledTimes(1);
    await page(other, 0);
    await page(acme, 0, true);
    expect(total).toHaveBeenCalledTimes(3);
    now += 9_001;
    await page(acme, 600);
    expect(total).toHaveBeenCalledTimes(4);
  });
});
