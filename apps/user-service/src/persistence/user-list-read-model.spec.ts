import { TableSearch, type DataSource } from '@rollcall/persistence';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserListReadModel } from './user-list-read-model.js';

const [acme, other] = ['01970000-0000-7000-8000-000000000001', '01970000-0000-7000-8000-000000000002'];
let now = 0;
const total = vi.fn<() => Promise<number | undefined>>();

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(TableSearch.prototype, 'page').mockResolvedValue({ rows: [], total: 0 });
  vi.spyOn(TableSearch.prototype, 'total').mockImplementation(total);
  total.mockReset().mockImplementation(async () => {
    now += 900;
    return 70_000;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const people = new UserListReadModel({} as Partial<DataSource> as DataSource);
const page = (accountId: string, offset: number) =>
  people.page({ accountId, as: 'rows', managedBy: 'directory', counted: true, offset, limit: 200 });

describe('the total of a long list', () => {
  it('is counted once for whoever scrolls through it, for each account and filter', async () => {
    for (const offset of [0, 200, 400]) expect((await page(acme, offset)).total).toBe(70_000);
    expect(total).toHaveBeenCalledTimes(1);
    await page(other, 0);
    await people.page({ accountId: acme, managedBy: 'workspace', counted: true, limit: 200 });
    expect(total).toHaveBeenCalledTimes(3);
    now += 9_001;
    await page(acme, 600);
    expect(total).toHaveBeenCalledTimes(4);
  });

  it('is not counted again at once where that took too long', async () => {
    total.mockImplementation(async () => {
      now += 1_000;
      return undefined;
    });
    now += 60_000;
    for (const offset of [0, 200, 400]) expect(await page(acme, offset)).not.toHaveProperty('total');
    expect(total).toHaveBeenCalledTimes(1);
  });
});
