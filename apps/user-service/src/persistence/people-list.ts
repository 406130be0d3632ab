import type { ListPeople, PeoplePage } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { isStorable } from '../domain/storable-text.js';
import { viewOf } from '../domain/user.js';
import type { UserRow } from './entities/user-row.js';
import { userColumns, userOf } from './user-rows.js';

/** How many people one page looks at: a search without an index must not read a million of them. */
const mostLookedAt = 20_000;

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Everybody of an account, the released too, as those see them who run it. */
export class PeopleList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lookedAt = mostLookedAt,
  ) {}

  /** A page in the order of ids, which is that of creation. */
  async page(query: ListPeople): Promise<PeoplePage> {
    const { accountId, after = beforeAll, limit } = query;
    const parameters: unknown[] = [accountId, after, limit, this.lookedAt];
    const conditions = conditionsOf(query, parameters);
    const rows = await readRows<UserRow>(
      this.dataSource,
      `SELECT ${userColumns} FROM (
         SELECT * FROM users WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $4) u
        WHERE ${['true', ...conditions].join(' AND ')} ORDER BY u.id LIMIT $3`,
      parameters,
    );
    const users = rows.map((row) => viewOf(userOf(row)));
    const next = users.length === limit ? users.at(-1)?.id : await this.lastLookedAt(accountId, after);
    return next === undefined ? { users } : { users, next };
  }

  /** Where a page ended because it had looked at enough people; undefined where it has seen the last one. */
  private async lastLookedAt(accountId: string, after: string): Promise<string | undefined> {
    const [last] = await readRows<{ id: string }>(
      this.dataSource,
      'SELECT id FROM users WHERE account_id = $1 AND id > $2 ORDER BY id OFFSET $3 LIMIT 1',
      [accountId, after, this.lookedAt - 1],
    );
    return last?.id;
  }
}

/** What of somebody a search looks at; the database folds case as we do only where it is told to. */
const searched = `lower(concat_ws(' ', u.user_name, u.profile->>'displayName', u.profile->'name'->>'givenName',
  u.profile->'name'->>'familyName') COLLATE "und-x-icu")`;

function conditionsOf({ search, active, userType, managedBy }: ListPeople, parameters: unknown[]): string[] {
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  if ([search, userType].some((text) => text !== undefined && !isStorable(text))) return ['false'];
  return [
    ...(search === undefined ? [] : [`position(${parameter(search.toLowerCase())} IN ${searched}) > 0`]),
    ...(active === undefined ? [] : [`u.active = ${parameter(active)}`]),
    ...(userType === undefined ? [] : [`u.user_type = ${parameter(userType)}`]),
    ...(managedBy === undefined ? [] : [`u.managed_by = ${parameter(managedBy)}`]),
  ];
}
