import type { PagePlace, UserPage } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { serviceDatabase } from './support/database.js';

const db = await serviceDatabase();
const readModel = new UserReadModel(await db.connect('one'));
const accountId = uuidv7();
const people = 30;
/** PostgreSQL compresses the one to a hundredth, and leaves the other nearly as it is. */
const texts = {
  repeated: `repeat('a', 600000)`,
  random: `(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 18750) i)`,
};
const maxBytes = 5_000_000;

beforeAll(async () => {
  await db.rows(
    `INSERT INTO users (account_id, id, version, user_name, user_name_key, user_type, active, managed_by, released,
       deactivated_by_directory, has_password, profile, created_at, updated_at)
     SELECT $1::uuid, ('01890a5d-ac96-774b-bcce-' || lpad(to_hex(n), 12, '0'))::uuid, 1, name, name, 'member', true, 'directory', false, false, false,
            jsonb_build_object('title', CASE WHEN n % 2 = 0 THEN ${texts.repeated} ELSE ${texts.random} END, 'displayName', lpad((n % 7)::text, 3)), now(), now()
       FROM generate_series(1, ${people}) AS n, LATERAL (SELECT 'p' || lpad(n::text, 3, '0') || '@example.com' AS name) x`,
    [accountId],
  );
});

/** Everybody, page by page. */
async function walk(next: (page: UserPage, seen: number) => object | undefined, of: object): Promise<string[]> {
  const names: string[] = [];
  for (let where: object | undefined = {}; where;) {
    const page = await readModel.search({ accountId, scope: 'default', offset: 0, limit: 1_000, ...of, ...where });
    expect(JSON.stringify(page).length).toBeLessThan(maxBytes);
    expect(page.users.length).toBeGreaterThan(0);
    expect(page.total).toBe(people);
    names.push(...page.users.map(({ userName }) => userName));
    where = next(page, names.length);
  }
  return names;
}

const behind = ({ next }: UserPage) => next && { place: next };
const byIndex = (_: UserPage, seen: number) => (seen < people ? { offset: seen } : undefined);
const all = Array.from({ length: people }, (_, n) => `p${String(n + 1).padStart(3, '0')}@example.com`);

describe('a page of people of whom much is known', () => {
  it('ends where it becomes long, whatever was asked for, and the next one begins there (rule 24)', async () => {
    expect(await walk(behind, {})).toEqual(all);
    expect(await walk(byIndex, {})).toEqual(all);
  });

  it('does so in any order', async () => {
    for (const descending of [false, true]) {
      const sort = { attribute: 'displayName', descending };
      const names = await walk(behind, { sort });
      expect(await walk(byIndex, { sort })).toEqual(names);
      expect(names.toSorted()).toEqual(all);
    }
  });

  it('does so backwards', async () => {
    const last: PagePlace = { id: '01890a5d-ac96-774b-bcce-ffffffffffff', backwards: true };
    const pages: string[][] = [];
    for (let place: PagePlace | undefined = last; place;) {
      const page: UserPage = await readModel.search({ accountId, scope: 'default', offset: 0, limit: 1_000, place });
      pages.unshift(page.users.map(({ userName }) => userName));
      place = page.previous;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual(all);
  });
});
