import { isUuid, type FindFirstTeams, type FirstTeam } from '@rollcall/contracts';
import { longestSearchMs, orTooLong, readRowsWithin, type DataSource } from '@rollcall/persistence';

interface FirstRow {
  readonly id: string;
  readonly display_name: string;
  readonly user_ids: string[];
}

/**
 * The first team of each user, as `User.groups` shows teams: see `teamsOf`. It is read within the time limit of a search.
 * @throws Refusal search-too-long
 */
export async function firstTeamsOf(lists: DataSource, { accountId, userIds }: FindFirstTeams): Promise<FirstTeam[]> {
  const known = userIds.filter((id) => isUuid(id));
  const read = readRowsWithin<FirstRow>(lists, longestSearchMs, firstTeamsSql, [accountId, known]);
  const rows = await orTooLong(read, { seconds: longestSearchMs / 1_000 });
  return rows.map(({ id, display_name: displayName, user_ids }) => ({ id, displayName, userIds: user_ids }));
}

const firstTeamsSql = `
  SELECT t.id, t.display_name, array_agg(f.user_id) AS user_ids FROM (
    SELECT x.user_id, min(x.team_id::text COLLATE "C")::uuid AS team_id FROM (
      SELECT user_id, team_id, 'directory' AS owner FROM roster WHERE account_id = $1
       UNION ALL
      SELECT user_id, team_id, 'workspace' FROM memberships WHERE account_id = $1 AND source = 'manual') x
      JOIN teams t ON t.account_id = $1 AND t.id = x.team_id AND t.owned_by = x.owner
     WHERE x.user_id = ANY($2::uuid[]) GROUP BY x.user_id) f
    JOIN teams t ON t.account_id = $1 AND t.id = f.team_id GROUP BY t.id, t.display_name`;
