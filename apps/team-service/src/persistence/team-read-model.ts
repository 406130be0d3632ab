import {
  defaultAccountSettings,
  isUuid,
  maxIds,
  nilUuid,
  Refusal,
  type AccountSettings,
  type FindFirstMembers,
  type FindFirstTeams,
  type FindMemberIds,
  type FirstTeam,
  type ListTeamsOfPerson,
  type MemberPage,
  type Membership,
  type SearchTeams,
  type TeamBrief,
  type TeamPage,
  type TeamReference,
  type TeamsByUser,
  type TeamsOfPersonPage,
  type TeamsOfUsers,
  type TeamView,
} from '@rollcall/contracts';
import { readRows, TableSearch } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { teamNameKey } from '../domain/team-name.js';
import { viewOf } from '../domain/team.js';
import type { UserReplica } from '../user-replica/user-replica.js';
import type { FormerTeamRow, TeamRow } from './entities/team-row.js';
import { KeptGroups, waits } from './kept-groups.js';
import { firstTeamsOf } from './first-teams.js';
import { firstOfGroups, isDirectorysGroup, servedGroups } from './served-groups.js';
import { firstOfTeams, groupsOfUsers, readsFew, teamAttributes } from './team-search.js';
import { readTeamsOfPerson } from './teams-of-person.js';
import { membershipOfRow, teamColumns, teamOfRow, type ReadMembership } from './team-rows.js';

type BriefRow = Pick<TeamRow, 'id' | 'display_name' | 'owned_by'> & {
  readonly deleted_at: FormerTeamRow['deleted_at'] | null;
};

/** How long the teams of people may be in one answer, all questions together; and of each question of many, at least (rule 24). */
const maxBytesOfReferences = 8_000_000;
const minBytesOfQuestion = 250_000;
/** What a team takes beside its name. */
const bytesWithoutName = 100;

interface ReadReference {
  readonly at: number;
  readonly user_id: string;
  readonly id: string;
  readonly display_name: string;
  readonly is_too_long: boolean;
}

interface SearchedAccount {
  readonly scope: AccountSettings['directoryScope'] | null;
  readonly keeps: boolean;
}

/** Queries the same database as the commands write to: a reply's changes are visible at once. */
export class TeamReadModel {
  private readonly searched: TableSearch<TeamRow>;
  /** In accounts in which groups wait for an admin. */
  private readonly served: TableSearch<TeamRow>;
  private readonly takeovers: KeptGroups;

  /** @param lists the pool on which teams are looked through */
  constructor(
    private readonly dataSource: DataSource,
    private readonly userReplica: UserReplica,
    private readonly lists: DataSource = dataSource,
  ) {
    const teams = { from: 'teams t', alias: 't', columns: teamColumns, attributes: teamAttributes };
    this.takeovers = new KeptGroups(dataSource);
    this.searched = new TableSearch({ hot: dataSource, lists }, teams);
    this.served = new TableSearch({ hot: dataSource, lists }, servedGroups);
  }

  /** @param as a group: instead of a workspace team, the proposal of a takeover that SCIM shows (rule 26) */
  async team(accountId: string, teamId: string, as?: 'group'): Promise<TeamView | undefined> {
    if (!isUuid(accountId) || !isUuid(teamId)) return undefined;
    const [row] = await readRows<TeamRow>(
      this.dataSource,
      `SELECT ${teamColumns} FROM teams t WHERE t.account_id = $1 AND t.id = $2`,
      [accountId, teamId],
      { keepPlan: true },
    );
    if (!row) return undefined;
    const team = teamOfRow(row);
    return as === 'group' ? this.takeovers.group(team) : viewOf(team);
  }

  /**
   * A page, and the total.
   * @param as a group: in place of workspace teams, the proposals of takeovers that SCIM shows, found as they are shown (rule 26)
   * @throws Refusal filter-not-supported, search-too-long
   */
  async search({ after, as, ...query }: SearchTeams): Promise<TeamPage> {
    const { accountId } = query;
    const account = query.scope === 'default' || as === 'group' ? await this.account(accountId) : undefined;
    const scope = query.scope === 'default' ? account?.scope : query.scope;
    const asServed = as === 'group' && account?.keeps === true;
    const isDirectorys = asServed ? isDirectorysGroup : `t.owned_by = 'directory'`;
    const shown = (scope ?? defaultAccountSettings.directoryScope) === 'managed' ? [isDirectorys] : [];
    const place = query.place ?? (after === undefined ? undefined : { id: after });
    const searched = asServed ? this.served : this.searched;
    const { rows, ...page } = await searched.page({ ...query, place, shown, readsFew: readsFew(query) });
    return { ...page, teams: rows.map((row) => viewOf(teamOfRow(row))) };
  }

  /** What is shown of teams beside their ids, deleted ones too; unknown ids are left out. */
  async briefs(accountId: string, teamIds: readonly string[]): Promise<TeamBrief[]> {
    const rows = await readRows<BriefRow>(
      this.dataSource,
      `SELECT id, display_name, owned_by, NULL AS deleted_at FROM teams WHERE account_id = $1 AND id = ANY($2::uuid[])
        UNION ALL
       SELECT id, display_name, owned_by, deleted_at FROM former_teams WHERE account_id = $1 AND id = ANY($2::uuid[])`,
      [accountId, teamIds.filter((id) => isUuid(id))],
    );
    return rows.map(briefOf);
  }

  /** Deleted teams of this name, the newest end first. */
  async formerCalled(accountId: string, displayName: string): Promise<TeamBrief[]> {
    const rows = await readRows<BriefRow>(
      this.dataSource,
      `SELECT id, display_name, owned_by, deleted_at FROM former_teams
        WHERE account_id = $1 AND name_key = $2 ORDER BY deleted_at DESC LIMIT 1000`,
      [accountId, teamNameKey(displayName)],
    );
    return rows.map(briefOf);
  }

  /**
   * The users who are in a team that fulfils the filter.
   * @throws Refusal filter-not-supported, search-too-long, too-many-found
   */
  memberIds({ accountId, filter }: FindMemberIds): Promise<string[]> {
    // one team may have any number of members
    return this.searched.ids({ accountId, filter, shown: [], readsFew: false }, maxIds, groupsOfUsers);
  }

  /**
   * The first member of each group that fulfils the filter; a group without members has an id that is nobody's.
   * @throws Refusal filter-not-supported, search-too-long, too-many-found
   */
  async firstMembers({ accountId, filter }: FindFirstMembers): Promise<string[]> {
    const asServed = (await this.account(accountId))?.keeps === true;
    const [searched, of] = asServed ? [this.served, firstOfGroups] : [this.searched, firstOfTeams];
    return searched.ids({ accountId, filter, shown: [], readsFew: false }, maxIds, of);
  }

  /** @throws Refusal search-too-long */
  firstTeams(query: FindFirstTeams): Promise<FirstTeam[]> {
    return firstTeamsOf(this.lists, query);
  }

  /** @throws Refusal team-not-found */
  async members(
    accountId: string,
    teamId: string,
    page: { readonly after?: string; readonly limit: number; readonly of?: string },
  ): Promise<MemberPage> {
    const team = await this.team(accountId, teamId);
    if (!team) throw new Refusal('team-not-found', { teamId });
    const after = page.after !== undefined && isUuid(page.after) ? page.after : nilUuid;
    const proposal =
      team.ownedBy === 'workspace' && page.of === undefined && (await this.takeovers.kept([team.id], accountId))[0];
    if (proposal) return paged(await this.takeovers.pushed(proposal, { after, limit: page.limit }), page.limit);
    if (team.ownedBy !== 'directory' || page.of === 'memberships') {
      const memberships = await this.memberships(accountId, team.id, { after, limit: page.limit });
      const userIds = memberships.map(({ userId }) => userId);
      return page.of === 'memberships' ? { ...paged(userIds, page.limit), memberships } : paged(userIds, page.limit);
    }
    const rows = await readRows<{ user_id: string }>(
      this.dataSource,
      'SELECT user_id FROM roster WHERE account_id = $1 AND team_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4',
      [accountId, team.id, after, page.limit],
      { keepPlan: true },
    );
    return paged(
      rows.map(({ user_id }) => user_id),
      page.limit,
    );
  }

  /**
   * The groups of users as SCIM shows them: from rosters for directory-owned teams, from memberships for the others.
   * All queries share one statement and are answered in their order.
   */
  async teamsOf(questions: readonly TeamsOfUsers[]): Promise<(TeamsByUser | null)[]> {
    const sought = questions.flatMap(({ accountId, userIds }, at) =>
      userIds.filter((id) => isUuid(id)).map((userId) => ({ at, accountId, userId })),
    );
    const maxBytes = Math.max(minBytesOfQuestion, Math.floor(maxBytesOfReferences / Math.max(1, questions.length)));
    const rows = await readRows<ReadReference>(
      this.dataSource,
      `SELECT at, user_id, id, display_name, bytes > $4 AS is_too_long FROM (
         SELECT k.at, k.user_id, t.id, t.display_name, row_number() OVER question AS nth,
                sum(octet_length(t.display_name) + ${bytesWithoutName}) OVER question AS bytes
           FROM unnest($1::int[], $2::uuid[], $3::uuid[]) AS k(at, account_id, user_id)
          CROSS JOIN LATERAL (
             SELECT team_id, 'directory' AS owner FROM roster WHERE account_id = k.account_id AND user_id = k.user_id
              UNION ALL
             SELECT team_id, 'workspace' FROM memberships
              WHERE account_id = k.account_id AND user_id = k.user_id AND source = 'manual') x
           JOIN teams t ON t.account_id = k.account_id AND t.id = x.team_id AND t.owned_by = x.owner
         WINDOW question AS (PARTITION BY k.at)) found
        WHERE bytes <= $4 OR nth = 1 ORDER BY at, user_id, id`,
      [
        sought.map(({ at }) => at),
        sought.map(({ accountId }) => accountId),
        sought.map(({ userId }) => userId),
        maxBytes,
      ],
      { keepPlan: true },
    );
    const found = questions.map((): Record<string, TeamReference[]> | null => ({}));
    for (const { at, user_id, id, display_name, is_too_long } of rows) {
      const ofQuestion = found[at];
      if (is_too_long) found[at] = null;
      else if (ofQuestion) (ofQuestion[user_id] ??= []).push({ id, displayName: display_name });
    }
    return found;
  }

  /** A page of the teams that the product shows somebody in. */
  teamsOfPerson(query: ListTeamsOfPerson): Promise<TeamsOfPersonPage> {
    return readTeamsOfPerson(this.lists, query);
  }

  /** A page of memberships with their origin. */
  private async memberships(
    accountId: string,
    teamId: string,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<Membership[]> {
    const rows = await readRows<ReadMembership>(
      this.dataSource,
      `SELECT team_id, user_id, source, added_at, added_by FROM memberships
        WHERE account_id = $1 AND team_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4`,
      [accountId, teamId, after, limit],
      { keepPlan: true },
    );
    return rows.map(membershipOfRow);
  }

  /** Which teams SCIM shows, and whether any group waits for an admin. */
  private async account(accountId: string): Promise<SearchedAccount | undefined> {
    await this.userReplica.replicateAccount(accountId);
    const [account] = await readRows<SearchedAccount>(
      this.dataSource,
      `SELECT settings->>'directoryScope' AS scope, EXISTS (SELECT FROM takeovers o WHERE o.account_id = $1 AND ${waits}) AS keeps
         FROM accounts WHERE id = $1`,
      [accountId],
      { keepPlan: true },
    );
    return account;
  }
}

function paged(userIds: readonly string[], limit: number): MemberPage {
  const last = userIds.at(-1);
  return last !== undefined && userIds.length === limit ? { userIds, next: last } : { userIds };
}

const briefOf = ({ id, display_name: displayName, owned_by: ownedBy, deleted_at: at }: BriefRow): TeamBrief => ({
  id,
  displayName,
  ownedBy,
  ...(at ? { deletedAt: at.toISOString() } : {}),
});
