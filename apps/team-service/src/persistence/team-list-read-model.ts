import {
  isStorable,
  isUuid,
  type Filter,
  type ListedTeam,
  type ListedTeams,
  type ListTeams,
  type SortOrder,
} from '@rollcall/contracts';
import {
  ListTotals,
  nextOf,
  placeBehind,
  readRows,
  TableSearch,
  type DataSource,
  type SearchedAttributes,
} from '@rollcall/persistence';
import { viewOf, type Team } from '../domain/team.js';
import type { TeamRow } from './entities/team-row.js';
import { waitsForAdmin } from './held-runs.js';
import { countedIn, differs, DriftCache, TeamCountCache } from './team-counts.js';
import { teamColumns, teamOfRow } from './team-rows.js';
import { teamAttributes } from './team-search.js';

/** What the list of teams is narrowed and ordered by: names by their key, which has an index. */
export const listedAttributes: SearchedAttributes = {
  ...teamAttributes,
  displayName: { holds: 'text', sql: 't.display_name', sortedBy: 't.name_key' },
  ownedBy: { holds: 'text', sql: 't.owned_by', exact: true, equals: (value, p) => `t.owned_by = ${p(value)}` },
};

const isHeld = waitsForAdmin('t');

export const listedColumns = `${teamColumns}, ${isHeld} AS is_held`;

/** Which teams of account `$1` the directory owns, each in its version. */
const teamsOfDirectory = `SELECT t.id, t.version::int FROM teams t WHERE t.account_id = $1 AND t.owned_by = 'directory'`;

/** Some teams of account `$1`, in the order of their ids in `$2`. */
const teamsWithIds = `SELECT ${listedColumns} FROM unnest($2::uuid[]) WITH ORDINALITY AS k(id, at)
    JOIN teams t ON t.account_id = $1 AND t.id = k.id ORDER BY k.at`;

interface ListedRow extends TeamRow {
  readonly is_held: boolean;
}

export const orderOfTeams = ({ order }: Pick<ListTeams, 'order'>): SortOrder | undefined =>
  order === 'name' ? { attribute: 'displayName' } : undefined;

/** All teams of an account with what admins want to know of each. */
export class TeamListReadModel {
  private readonly teams: TableSearch<ListedRow>;
  private readonly counts: TeamCountCache;
  private readonly compared = new DriftCache();
  private readonly totals: ListTotals;

  constructor(private readonly reads: DataSource) {
    const table = { from: 'teams t', alias: 't', columns: listedColumns, attributes: listedAttributes };
    this.teams = new TableSearch({ hot: reads, lists: reads }, table);
    this.totals = new ListTotals(this.teams);
    this.counts = new TeamCountCache(countedIn(reads));
  }

  /** @throws Refusal search-too-long */
  async page(query: ListTeams): Promise<ListedTeams> {
    const { accountId, afterKey, offset = 0, limit, search, counted } = query;
    if (!isUuid(accountId) || [search, afterKey].some((text) => text !== undefined && !isStorable(text)))
      return { teams: [], ...(counted ? { total: 0 } : {}) };
    if (query.ids) return { teams: await this.listed(accountId, await this.withIds(accountId, query.ids)) };
    const sort = orderOfTeams(query);
    const filter = await this.filterOf(query);
    const narrowed = { accountId, filter, shown: query.held ? [isHeld] : [] };
    const place = placeBehind(query, sort);
    const readsFew = filter === undefined && sort === undefined && offset === 0 && !query.held;
    // The total is another question, which may stay open.
    const { rows, next } = await this.teams.page({ ...narrowed, sort, place, offset, limit, readsFew, total: 0 });
    const total = counted ? await this.totals.of(narrowed) : {};
    return { teams: await this.listed(accountId, rows), ...nextOf(next), ...total };
  }

  private withIds(accountId: string, ids: readonly string[]): Promise<ListedRow[]> {
    const known = [...new Set(ids.filter((id) => isUuid(id)).map((id) => id.toLowerCase()))];
    return readRows<ListedRow>(this.reads, teamsWithIds, [accountId, known]);
  }

  private async listed(accountId: string, rows: readonly ListedRow[]): Promise<ListedTeam[]> {
    const teams = rows.map((row): [Team, boolean] => [teamOfRow(row), row.is_held]);
    const counts = await this.counts.of(
      accountId,
      teams.map(([team]) => team),
    );
    const none = { members: 0, extra: 0, missing: 0 };
    return teams.map(([team, held]) => ({ ...viewOf(team), ...(counts.get(team.id) ?? none), held }));
  }

  private async filterOf(query: ListTeams): Promise<Filter | undefined> {
    const { accountId, search, ownedBy, drifting } = query;
    const of: Filter[] = [
      ...(search === undefined ? [] : [{ is: 'contains', attribute: 'displayName', value: search } as const]),
      ...(ownedBy === undefined ? [] : [{ is: 'equals', attribute: 'ownedBy', value: ownedBy } as const]),
      ...(drifting ? [{ is: 'one-of', attribute: 'id', values: await this.driftingIds(accountId) } as const] : []),
    ];
    return of.length === 0 ? undefined : { is: 'and', of };
  }

  private driftingIds(accountId: string): Promise<string[]> {
    const among = (ids: readonly string[]) => ({ is: 'one-of', attribute: 'id', values: ids }) as const;
    return this.compared.drifting(accountId, {
      teams: () => readRows(this.reads, teamsOfDirectory, [accountId]),
      differing: (ids) =>
        this.teams.ids({ accountId, filter: among(ids), readsFew: false, shown: [differs] }, ids.length),
    });
  }
}
