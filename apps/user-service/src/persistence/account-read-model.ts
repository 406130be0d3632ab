import { defaultAccountSettings, isStorable, isUuid, type AccountSummary, type RoleView } from '@rollcall/contracts';
import type { DataSource, FindOptionsWhere } from 'typeorm';
import { AccountRow } from './entities/account-rows.js';
import { UserRow } from './entities/user-row.js';

type Counts = Pick<AccountSummary, 'seats' | 'users' | 'activeAdmins'>;

/** What gateways and operators read of accounts. An account is named by its id or its slug; any text may be asked for. */
export class AccountReadModel {
  constructor(private readonly reads: DataSource) {}

  /** Is there an account at all? */
  any(): Promise<boolean> {
    return this.reads.getRepository(AccountRow).exists();
  }

  /** With how many people it has; undefined where there is no such account. */
  async account(idOrSlug: string): Promise<AccountSummary | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    const found = await this.reads.getRepository(AccountRow).findOneBy(named(idOrSlug));
    if (!found) return undefined;
    const { id, slug, name, version, settings } = found;
    return { id, slug, name, version, settings: { ...defaultAccountSettings, ...settings }, ...(await this.count(id)) };
  }

  /** By name; undefined where there is no such account. */
  async roles(idOrSlug: string): Promise<RoleView[] | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    const [account] = await this.reads.getRepository(AccountRow).find({
      where: named(idOrSlug),
      relations: { roles: true },
      order: { roles: { name: 'ASC' } },
    });
    return account?.roles?.map(({ id, name, based_on: basedOn }) => ({ id, name, basedOn }));
  }

  /** One statement: an account may have a million people. */
  private async count(accountId: string): Promise<Counts> {
    const counts = await this.reads
      .createQueryBuilder(UserRow, 'u')
      .select('count(*) FILTER (WHERE u.active)::int', 'seats')
      .addSelect('count(*)::int', 'users')
      .addSelect(`count(*) FILTER (WHERE u.active AND u.user_type = 'admin')::int`, 'activeAdmins')
      .where('u.account_id = :accountId AND NOT u.released', { accountId })
      .getRawOne<Counts>();
    return counts ?? { seats: 0, users: 0, activeAdmins: 0 };
  }
}

const named = (idOrSlug: string): FindOptionsWhere<AccountRow> =>
  isUuid(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug };
