import { isStorable, nilUuid, type ListPeople, type PeoplePage } from '@rollcall/contracts';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { viewOf } from '../domain/user/user.js';
import { UserRow } from './entities/user-row.js';
import { userColumns, userOf } from './user-rows.js';

/** How many users one page reads at most: a search without an index must not read a million of them. */
const maxRowsRead = 20_000;

/** All users of an account, released ones too, as the account's admins see them. */
export class UserListReadModel {
  constructor(
    private readonly reads: DataSource,
    private readonly lookedAt = maxRowsRead,
  ) {}

  /** A page in the order of ids, which is the order of creation. */
  async page(query: ListPeople): Promise<PeoplePage> {
    const { search, userType, limit } = query;
    if ([search, userType].some((text) => text !== undefined && !isStorable(text))) return { users: [] };
    const page = this.reads
      .createQueryBuilder()
      .select(userColumns)
      .from((all) => peopleBehind(all.select('*'), query).limit(this.lookedAt), 'u')
      .orderBy('u.id')
      .limit(limit);
    const rows = await narrowed(page, query).getRawMany<UserRow>();
    const users = rows.map((row) => viewOf(userOf(row)));
    const next = users.length === limit ? users.at(-1)?.id : await this.lastLookedAt(query);
    return next === undefined ? { users } : { users, next };
  }

  /**
   * The id of the last user that was read, where a page ended at the limit of reads; undefined at the end of the list.
   */
  private async lastLookedAt(query: ListPeople): Promise<string | undefined> {
    const ids = this.reads.createQueryBuilder().select('p.id', 'id');
    const last = await peopleBehind(ids, query)
      .offset(this.lookedAt - 1)
      .limit(1)
      .getRawOne<{ id: string }>();
    return last?.id;
  }
}

function peopleBehind(people: SelectQueryBuilder<object>, { accountId, after = nilUuid }: ListPeople) {
  return people
    .from(UserRow, 'p')
    .where('p.account_id = :accountId AND p.id > :after', { accountId, after })
    .orderBy('p.id');
}

/**
 * The text in which a search looks. The ICU collation makes `lower` fold case as JavaScript does; the database's own
 * locale is C.
 */
const searched = `lower(concat_ws(' ', u.user_name, u.profile->>'displayName', u.profile->'name'->>'givenName',
  u.profile->'name'->>'familyName') COLLATE "und-x-icu")`;

function narrowed<Row extends object>(people: SelectQueryBuilder<Row>, query: ListPeople): SelectQueryBuilder<Row> {
  const { search, active, userType, managedBy } = query;
  if (search !== undefined) {
    people.andWhere(`position(:search IN ${searched}) > 0`, { search: search.toLowerCase() });
  }
  if (active !== undefined) people.andWhere('u.active = :active', { active });
  if (userType !== undefined) people.andWhere('u.user_type = :userType', { userType });
  if (managedBy !== undefined) people.andWhere('u.managed_by = :managedBy', { managedBy });
  return people;
}
