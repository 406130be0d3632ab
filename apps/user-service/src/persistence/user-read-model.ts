import {
  defaultAccountSettings,
  isStorable,
  isUuid,
  maxIds,
  soughtUserName,
  type AccountSettings,
  type Filter,
  type FindUserIds,
  type SearchUsers,
  type UserBrief,
  type UserLookUp,
  type UserPage,
  type UserView,
} from '@rollcall/contracts';
import { isOpenAccount, longestSearchMs, readRows, TableSearch } from '@rollcall/persistence';
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { userNameKey, viewOf, type User } from '../domain/user/user.js';
import type { UserRow } from './entities/user-row.js';
import { shownName, userBytes, userColumns, userOf } from './user-rows.js';
import { readsFew, userAttributes } from './user-search.js';
import { lookUpBy, totalOf, totalOfActive, totalOfMembers } from './user-statements.js';

/** What is needed to compare a user's password. */
export interface Credential {
  readonly userId: string;
  readonly hash: string;
}

interface Sought {
  readonly accountId: string;
  readonly key: string;
}

interface Found {
  readonly user: User;
  /** The account's setting for which users SCIM shows (rule 9). */
  readonly scope: AccountSettings['directoryScope'];
}

const nobody: UserPage = { total: 0, users: [] };

/**
 * Queries the same database as the commands write to. Look-ups that arrive together share one statement: a look-up in
 * an index costs less than a round trip.
 */
export class UserReadModel {
  private readonly byName: DataLoader<Sought, Found | undefined>;
  private readonly byId: DataLoader<Sought, Found | undefined>;
  private readonly searched: TableSearch<UserRow>;

  /** @param lists the pool on which users are looked through, at most for so long */
  constructor(
    private readonly dataSource: DataSource,
    lists: DataSource = dataSource,
    longestMs = longestSearchMs,
  ) {
    const users = { from: 'users u', alias: 'u', columns: userColumns, attributes: userAttributes, bytes: userBytes };
    this.searched = new TableSearch({ hot: dataSource, lists }, users, longestMs);
    this.byName = shared((sought) => this.find('user_name_key', sought));
    this.byId = shared((sought) => this.find('id', sought));
  }

  /** The user with this id, which may be any text. Released users are included only on request. */
  async user(accountId: string, id: string, released = false): Promise<User | undefined> {
    if (!isUuid(id) || !isUuid(accountId)) return undefined;
    const found = await this.byId.load({ accountId, key: id });
    return found && (released || !found.user.released) ? found.user : undefined;
  }

  /**
   * Null for unknown users, and for users who are not shown (rule 9). A look-up by id finds all users who are not
   * released.
   */
  async lookUp({ accountId, by, value, scope }: UserLookUp): Promise<UserView | null> {
    if (by === 'userName') return this.named(accountId, value, scope);
    const user = await this.user(accountId, value);
    return user ? viewOf(user) : null;
  }

  /**
   * The brief form of many users, which replicas and lists need, released users included; unknown users, and so erased
   * ones, are left out.
   */
  async briefs(accountId: string, userIds: readonly string[], withNames = false): Promise<UserBrief[]> {
    const rows = await readRows<Omit<UserBrief, 'displayName'> & { readonly displayName?: string | null }>(
      this.dataSource,
      `SELECT u.id, u.version::int, u.user_name AS "userName", u.active, u.managed_by AS "managedBy", u.released
              ${withNames ? `, ${shownName} AS "displayName"` : ''}
         FROM unnest($2::uuid[]) AS k(id) JOIN users u ON u.account_id = $1 AND u.id = k.id`,
      [accountId, userIds.filter((id) => isUuid(id))],
      { keepPlan: true },
    );
    return rows.map(({ displayName, ...brief }) => ({ ...brief, ...(displayName ? { displayName } : {}) }));
  }

  /**
   * A page, and the total.
   * @param longestMs how long it may look through users
   * @throws Refusal filter-not-supported, search-too-long
   */
  async search(query: SearchUsers, longestMs?: number): Promise<UserPage> {
    if (!isUuid(query.accountId)) return nobody;
    const name = soughtUserName(query);
    if (name === undefined) return this.page(query, longestMs);
    const user = await this.named(query.accountId, name, query.scope);
    return user ? { total: 1, users: [user] } : nobody;
  }

  /** The look-up that identity providers make before every write. */
  private async named(accountId: string, userName: string, scope: SearchUsers['scope']): Promise<UserView | null> {
    // One text that the database rejects would fail all look-ups of the same statement.
    if (!isUuid(accountId) || !isStorable(userName)) return null;
    const found = await this.byName.load({ accountId, key: userNameKey(userName) });
    if (!found || found.user.released) return null;
    const managedOnly = (scope === 'default' ? found.scope : scope) === 'managed';
    return managedOnly && found.user.managedBy !== 'directory' ? null : viewOf(found.user);
  }

  /** The id of an account; undefined where there is no such account, or where it is being closed. */
  async accountId(idOrSlug: string): Promise<string | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    const [account] = await readRows<{ id: string }>(
      this.dataSource,
      `SELECT id FROM accounts a WHERE ${isUuid(idOrSlug) ? 'id' : 'slug'} = $1 AND ${isOpenAccount('a.id')}`,
      [idOrSlug],
      { keepPlan: true },
    );
    return account?.id;
  }

  /** The password hash of the active user with this userName; undefined also for users without a password. */
  async credential(accountId: string, userName: string): Promise<Credential | undefined> {
    if (!isUuid(accountId) || !isStorable(userName)) return undefined;
    const [found] = await readRows<Credential>(
      this.dataSource,
      `SELECT u.id AS "userId", p.hash FROM users u JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id
        WHERE u.account_id = $1 AND u.user_name_key = $2 AND u.active AND NOT u.released AND ${isOpenAccount('u.account_id')}`,
      [accountId, userNameKey(userName)],
      { keepPlan: true },
    );
    return found;
  }

  /**
   * The ids of the users who fulfil a filter, released ones too.
   * @throws Refusal filter-not-supported, search-too-long, too-many-found
   */
  async ids({ accountId, filter }: FindUserIds): Promise<string[]> {
    return this.searched.ids({ accountId, filter, readsFew: readsFew({ filter }), shown: [] }, maxIds);
  }

  private async page(query: SearchUsers, longestMs: number | undefined): Promise<UserPage> {
    const { accountId, filter, scope } = query;
    const managedOnly = (scope === 'default' ? await this.directoryScope(accountId) : scope) === 'managed';
    const shown = ['NOT u.released', ...(managedOnly ? [`u.managed_by = 'directory'`] : [])];
    const totals = totalsOf(filter, managedOnly);
    const table = { ...query, readsFew: readsFew(query), shown, ...totals };
    const { rows, ...page } = await this.searched.page(table, longestMs);
    return { ...page, users: rows.map((row) => viewOf(userOf(row))) };
  }

  private async directoryScope(accountId: string): Promise<Found['scope']> {
    const [account] = await readRows<{ scope: Found['scope'] | null }>(
      this.dataSource,
      `SELECT settings->>'directoryScope' AS scope FROM accounts WHERE id = $1`,
      [accountId],
      { keepPlan: true },
    );
    return account?.scope ?? defaultAccountSettings.directoryScope;
  }

  private async find(column: 'user_name_key' | 'id', sought: readonly Sought[]): Promise<(Found | undefined)[]> {
    const rows = await readRows<UserRow & { at: number; scope: Found['scope'] | null }>(
      this.dataSource,
      lookUpBy(column),
      [sought.map(({ accountId }) => accountId), sought.map(({ key }) => key)],
      { keepPlan: true },
    );
    const { directoryScope } = defaultAccountSettings;
    const found = new Map(rows.map((row) => [row.at, { user: userOf(row), scope: row.scope ?? directoryScope }]));
    return sought.map((_, at) => found.get(at + 1));
  }
}

/** How the total of a list that nearly everybody is in is found without counting them. */
function totalsOf(filter: Filter | undefined, managedOnly: boolean) {
  if (filter === undefined) return { totalSql: totalOf(managedOnly) };
  if (isEqual(filter, 'active', 'true')) return { totalSql: totalOfActive(managedOnly) };
  // In some account nearly everybody may have another type, all of whom are counted then.
  if (isEqual(filter, 'userType', 'member')) return { totalSql: totalOfMembers(managedOnly), totalReadsMany: true };
  return {};
}

const isEqual = (filter: Filter, attribute: string, value: string) =>
  filter.is === 'equals' &&
  filter.attribute === attribute &&
  !filter.within &&
  String(filter.value).toLowerCase() === value;

/** Collects look-ups of one turn of the event loop into one statement. Results are never shared or cached. */
function shared<Key, Value>(find: (keys: readonly Key[]) => Promise<Value[]>): DataLoader<Key, Value> {
  return new DataLoader(find, { cache: false, maxBatchSize: 250, batchScheduleFn: (send) => void setImmediate(send) });
}
