import {
  defaultAccountSettings,
  isStorable,
  isUuid,
  type AccountBrief,
  type AccountSummary,
  type ClosingView,
  type ListAccounts,
  type PeopleCounts,
  type RoleView,
  type TypeCount,
} from '@rollcall/contracts';
import { AccountClosureRow, readRows, readRowsWithin, wasCanceled } from '@rollcall/persistence';
import { In, MoreThan, type DataSource, type FindOptionsWhere } from 'typeorm';
import { AccountRow } from './entities/account-rows.js';
import { accountCounts, keeperCounts, outOfSightCounts, typeCounts } from './user-statements.js';

export type Counts = Pick<AccountSummary, 'seats' | 'users' | 'activeAdmins'>;
type KeeperCounts = Pick<PeopleCounts, 'users' | 'directory' | 'workspace'>;
type OutOfSight = Pick<PeopleCounts, 'inactive' | 'released'>;

/** Counting may take so long; what takes longer is not told. */
const longestCountMs = 1_000;

/** Answers queries about accounts. An account is named by its id or its slug; any text is accepted. */
export class AccountReadModel {
  constructor(
    private readonly reads: DataSource,
    private readonly countMs = longestCountMs,
  ) {}

  /** Whether there is any account. */
  any(): Promise<boolean> {
    return this.reads.getRepository(AccountRow).exists();
  }

  /**
   * An account with the number of its users; undefined where there is no such account.
   * @param counted how its users are counted
   */
  async account(
    idOrSlug: string,
    counted: (accountId: string) => Promise<Counts> = (id) => this.counts(id),
  ): Promise<AccountSummary | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    const found = await this.reads.getRepository(AccountRow).findOneBy(named(idOrSlug));
    if (!found) return undefined;
    const { id, slug, name, version, settings } = found;
    const [counts, closing] = await Promise.all([counted(id), this.closingOf([id])]);
    const all = { ...defaultAccountSettings, ...settings };
    return { id, slug, name, version, settings: all, ...counts, ...closing.get(id) };
  }

  /** How an account is called, for what is sent outward. */
  async brief(id: string): Promise<Pick<AccountBrief, 'id' | 'slug' | 'name'> | undefined> {
    const found = await this.reads.getRepository(AccountRow).findOneBy({ id });
    return found ? { id, slug: found.slug, name: found.name } : undefined;
  }

  /** Accounts in the order of their slugs. */
  async list({ after = '', limit }: ListAccounts): Promise<AccountBrief[]> {
    if (!isStorable(after)) return [];
    const found = await this.reads
      .getRepository(AccountRow)
      .find({ where: { slug: MoreThan(after) }, order: { slug: 'ASC' }, take: limit });
    const closing = await this.closingOf(found.map(({ id }) => id));
    return found.map(({ id, slug, name }) => ({ id, slug, name, ...closing.get(id) }));
  }

  /** Those of these accounts that are being closed. */
  private async closingOf(ids: string[]): Promise<ReadonlyMap<string, { readonly closing: ClosingView }>> {
    const rows = await this.reads
      .getRepository(AccountClosureRow)
      .findBy({ account_id: In(ids), state: 'closing' as const });
    return new Map(
      rows.flatMap(({ account_id, due_at }) =>
        due_at ? [[account_id, { closing: { endsAt: due_at.toISOString() } }] as const] : [],
      ),
    );
  }

  /** The roles, ordered by name; undefined where there is no such account. */
  async roles(idOrSlug: string): Promise<RoleView[] | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    const [account] = await this.reads.getRepository(AccountRow).find({
      where: named(idOrSlug),
      relations: { roles: true },
      order: { roles: { name: 'ASC' } },
    });
    return account?.roles?.map(({ id, name, based_on: basedOn }) => ({ id, name, basedOn }));
  }

  /** The id of an account; undefined where there is no such account. */
  async idOf(idOrSlug: string): Promise<string | undefined> {
    if (!isStorable(idOrSlug)) return undefined;
    return (await this.reads.getRepository(AccountRow).findOneBy(named(idOrSlug)))?.id;
  }

  /** How the people of an account divide. Who reads many of its people for it takes a turn first. */
  async people(accountId: string): Promise<PeopleCounts> {
    const [[kept], outOfSight, others] = await Promise.all([
      readRows<KeeperCounts>(this.reads, keeperCounts, [accountId]),
      this.inTime<Required<OutOfSight>>(outOfSightCounts, accountId),
      this.inTime<TypeCount>(typeCounts, accountId),
    ]);
    const counts = kept ?? { users: 0, directory: 0, workspace: 0 };
    const [out] = outOfSight ?? [];
    if (!out) return counts;
    const types = others && { types: withMembers({ users: counts.users, released: out.released }, others) };
    return { ...counts, ...out, ...types };
  }

  /** Undefined where it takes too long. */
  private async inTime<Row extends object>(sql: string, accountId: string): Promise<Row[] | undefined> {
    try {
      return await readRowsWithin<Row>(this.reads, this.countMs, sql, [accountId]);
    } catch (error) {
      if (wasCanceled(error)) return undefined;
      throw error;
    }
  }

  /** An account may have a million users: none is read, but those who are inactive are counted. */
  async counts(accountId: string): Promise<Counts> {
    const [counts] = await readRows<Counts>(this.reads, accountCounts, [accountId]);
    return counts ?? { seats: 0, users: 0, activeAdmins: 0 };
  }
}

function withMembers(all: Readonly<Record<'users' | 'released', number>>, others: readonly TypeCount[]): TypeCount[] {
  const left = (of: 'users' | 'released') =>
    Math.max(
      0,
      others.reduce((rest, type) => rest - type[of], all[of]),
    );
  const members = { userType: 'member', users: left('users'), released: left('released') };
  return [...(members.users + members.released > 0 ? [members] : []), ...others];
}

const named = (idOrSlug: string): FindOptionsWhere<AccountRow> =>
  isUuid(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug };
