import {
  defaultAccountSettings,
  type AccountSettings,
  type AccountSummary,
  type AccountView,
  type RoleView,
  type SearchUsers,
  type UserPage,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { userNameKey, viewOf, type User } from '../domain/user.js';
import { userColumns, userOf, type UserRow } from './user-rows.js';
import { searchConditions, soughtUserName } from './user-search.js';

/** Somebody whose password may be compared. */
export interface Credential {
  readonly userId: string;
  readonly hash: string;
}

interface Sought {
  readonly accountId: string;
  readonly key: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const cacheKeyFn = ({ accountId, key }: Sought) => `${accountId}/${key}`;

/**
 * Reads from the database that the service has just committed to. Look-ups of one tick become one statement: an index look-up costs
 * less than a round trip.
 */
export class UserDirectory {
  private readonly byName: DataLoader<Sought, User | undefined, string>;
  private readonly byId: DataLoader<Sought, User | undefined, string>;
  private readonly scopes: DataLoader<string, AccountSettings['directoryScope'], string>;

  constructor(private readonly dataSource: DataSource) {
    // cache: false, since only the statements are shared, never what they found.
    const options = { cache: false, maxBatchSize: 200, cacheKeyFn };
    this.byName = new DataLoader((sought) => this.find('user_name_key', 'text', sought), options);
    this.byId = new DataLoader((sought) => this.find('id', 'uuid', sought), options);
    this.scopes = new DataLoader((accountIds) => this.directoryScopes(accountIds), { cache: false });
  }

  /** Somebody by id; any text may be asked for. Released users are found only where they are wanted. */
  async user(accountId: string, id: string, released = false): Promise<User | undefined> {
    if (!uuid.test(id) || !uuid.test(accountId)) return undefined;
    const user = await this.byId.load({ accountId, key: id.toLowerCase() });
    return user && (released || !user.released) ? user : undefined;
  }

  /**
   * A page in creation order, and how many there are in all.
   * @throws Refusal filter-not-supported
   */
  async search(query: SearchUsers): Promise<UserPage> {
    const name = soughtUserName(query);
    const [managedOnly, named] = await Promise.all([
      this.managedOnly(query),
      name === undefined ? undefined : this.byName.load({ accountId: query.accountId, key: userNameKey(name) }),
    ]);
    if (name === undefined) return this.page(query, managedOnly);
    const shown = named && !named.released && (!managedOnly || named.managedBy === 'directory');
    return shown ? { total: 1, users: [viewOf(named)] } : { total: 0, users: [] };
  }

  async account(idOrSlug: string): Promise<AccountSummary | undefined> {
    const rows = await readRows<AccountView & { seats: number; users: number; activeAdmins: number }>(
      this.dataSource,
      `SELECT a.id, a.slug, a.name, a.version::int, a.settings, counts.*
         FROM accounts a, LATERAL (
           SELECT count(*) FILTER (WHERE u.active)::int AS seats, count(*)::int AS users,
                  count(*) FILTER (WHERE u.active AND u.user_type = 'admin')::int AS "activeAdmins"
             FROM users u WHERE u.account_id = a.id AND NOT u.released) counts
        WHERE ${uuid.test(idOrSlug) ? 'a.id' : 'a.slug'} = $1`,
      [idOrSlug],
    );
    return rows.map((row) => ({ ...row, settings: { ...defaultAccountSettings, ...row.settings } }))[0];
  }

  roles(accountId: string): Promise<RoleView[]> {
    return readRows<RoleView>(
      this.dataSource,
      'SELECT id, name, based_on AS "basedOn" FROM custom_roles WHERE account_id = $1 ORDER BY name',
      [accountId],
    );
  }

  /** The hash of an active person with that userName; undefined also for those without a password. */
  async credential(accountId: string, userName: string): Promise<Credential | undefined> {
    if (!uuid.test(accountId)) return undefined;
    const [found] = await readRows<Credential>(
      this.dataSource,
      `SELECT u.id AS "userId", p.hash FROM users u JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id
        WHERE u.account_id = $1 AND u.user_name_key = $2 AND u.active AND NOT u.released`,
      [accountId, userNameKey(userName)],
    );
    return found;
  }

  private async managedOnly({ accountId, scope }: SearchUsers): Promise<boolean> {
    return (scope === 'default' ? await this.scopes.load(accountId) : scope) === 'managed';
  }

  private async page({ accountId, filter, offset, limit }: SearchUsers, managedOnly: boolean): Promise<UserPage> {
    if (!uuid.test(accountId)) return { total: 0, users: [] };
    const { conditions, parameters } = searchConditions(filter);
    const where = [
      'u.account_id = $1',
      'NOT u.released',
      ...(managedOnly ? [`u.managed_by = 'directory'`] : []),
      ...conditions,
    ].join(' AND ');
    const all = [accountId, ...parameters];
    const [counted, rows] = await Promise.all([
      readRows<{ total: number }>(this.dataSource, `SELECT count(*)::int AS total FROM users u WHERE ${where}`, all),
      limit === 0
        ? []
        : readRows<UserRow>(
            this.dataSource,
            // The page is found in the index alone; only its rows are read.
            `SELECT ${userColumns} FROM users u JOIN (
               SELECT u.account_id, u.id FROM users u WHERE ${where} ORDER BY u.id OFFSET $${all.length + 1} LIMIT $${all.length + 2}
             ) page USING (account_id, id) ORDER BY u.id`,
            [...all, offset, limit],
          ),
    ]);
    return { total: counted[0]?.total ?? 0, users: rows.map((row) => viewOf(userOf(row))) };
  }

  private async find(
    column: 'user_name_key' | 'id',
    type: 'text' | 'uuid',
    sought: readonly Sought[],
  ): Promise<(User | undefined)[]> {
    const rows = await readRows<UserRow & { at: number }>(
      this.dataSource,
      `SELECT k.at::int, ${userColumns} FROM unnest($1::uuid[], $2::${type}[]) WITH ORDINALITY AS k(account_id, key, at)
         JOIN users u ON u.account_id = k.account_id AND u.${column} = k.key`,
      [sought.map(({ accountId }) => accountId), sought.map(({ key }) => key)],
      { prepare: true },
    );
    const found = new Map(rows.map((row) => [row.at, userOf(row)]));
    return sought.map((_, at) => found.get(at + 1));
  }

  private async directoryScopes(accountIds: readonly string[]): Promise<AccountSettings['directoryScope'][]> {
    const rows = await readRows<{ id: string; scope: AccountSettings['directoryScope'] | null }>(
      this.dataSource,
      `SELECT id, settings->>'directoryScope' AS scope FROM accounts WHERE id = ANY($1::uuid[])`,
      [accountIds.filter((id) => uuid.test(id))],
      { prepare: true },
    );
    const found = new Map(rows.map(({ id, scope }) => [id, scope]));
    return accountIds.map((id) => found.get(id) ?? defaultAccountSettings.directoryScope);
  }
}
