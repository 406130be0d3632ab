import { isUuid, nilUuid, type ListTeamsOfPerson, type TeamsOfPersonPage } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import type { TeamRow } from './entities/team-row.js';
import { membershipOfRow, type ReadMembership } from './team-rows.js';

/**
 * The teams that somebody is in. A membership by hand has an index by user; who is in a team by the directory is on its roster, which has
 * one too.
 */
export const teamsOfPerson = `
  SELECT m.team_id, m.user_id, m.source, m.added_at, m.added_by, t.display_name, t.owned_by
    FROM (SELECT team_id FROM memberships WHERE account_id = $1 AND user_id = $2 AND source = 'manual' AND team_id > $3
           UNION
          SELECT team_id FROM roster WHERE account_id = $1 AND user_id = $2 AND team_id > $3) k
    JOIN memberships m ON m.account_id = $1 AND m.team_id = k.team_id AND m.user_id = $2
    JOIN teams t ON t.account_id = $1 AND t.id = k.team_id
   ORDER BY k.team_id LIMIT $4`;

type Row = ReadMembership & Pick<TeamRow, 'display_name' | 'owned_by'>;

/** A page in the order of ids, which is that of creation. */
export async function readTeamsOfPerson(
  reads: DataSource,
  { accountId, userId, after = nilUuid, limit }: ListTeamsOfPerson,
): Promise<TeamsOfPersonPage> {
  if (!isUuid(accountId) || !isUuid(userId)) return { teams: [] };
  const rows = await readRows<Row>(reads, teamsOfPerson, [accountId, userId, after, limit]);
  const teams = rows.map((row) => {
    const { source, addedAt, addedBy } = membershipOfRow(row);
    return { teamId: row.team_id, displayName: row.display_name, ownedBy: row.owned_by, source, addedAt, addedBy };
  });
  const last = teams.at(-1);
  return last && teams.length === limit ? { teams, next: last.teamId } : { teams };
}
