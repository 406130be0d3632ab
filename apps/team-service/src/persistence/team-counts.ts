import type { ListedTeam } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { LRUCache } from 'lru-cache';
import type { Team } from '../domain/team.js';

export type TeamCounts = Pick<ListedTeam, 'members' | 'extra' | 'missing'>;

/** How many teams' counts are cached. */
const maxTeams = 50_000;

/**
 * Who is in each team, who is on its roster, and who is both: three reads of indexes for each team. `$1` is the account, `$2` are teams of
 * the directory or of the workspace, which have no roster.
 */
export const countTeams = `
  SELECT k.id, m.members, coalesce(m.members - b.both, 0)::int AS extra, coalesce(r.listed - b.both, 0)::int AS missing
    FROM unnest($2::uuid[], $3::boolean[]) AS k(id, is_directorys)
   CROSS JOIN LATERAL (SELECT count(*)::int AS members FROM memberships m WHERE m.account_id = $1 AND m.team_id = k.id) m
    LEFT JOIN LATERAL (SELECT count(*)::int AS listed FROM roster r WHERE r.account_id = $1 AND r.team_id = k.id) r ON k.is_directorys
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS both FROM memberships m
        JOIN roster r ON r.account_id = m.account_id AND r.team_id = m.team_id AND r.user_id = m.user_id
       WHERE m.account_id = $1 AND m.team_id = k.id) b ON k.is_directorys`;

/** The directory's teams of account `$1` that differ from their rosters: both lists are walked once, side by side. */
export const driftingTeams = `
  SELECT m.team_id AS id FROM teams t
    JOIN memberships m ON m.account_id = t.account_id AND m.team_id = t.id
   WHERE t.account_id = $1 AND t.owned_by = 'directory' AND NOT EXISTS (
     SELECT FROM roster r WHERE r.account_id = $1 AND r.team_id = m.team_id AND r.user_id = m.user_id)
   UNION
  SELECT r.team_id FROM teams t
    JOIN roster r ON r.account_id = t.account_id AND r.team_id = t.id
   WHERE t.account_id = $1 AND t.owned_by = 'directory' AND NOT EXISTS (
     SELECT FROM memberships m WHERE m.account_id = $1 AND m.team_id = r.team_id AND m.user_id = r.user_id)`;

/**
 * How many people are in teams. No counter is kept: a team has a new version with every change of its members or roster, so what was counted
 * for a version is true for ever, and is cached.
 */
export class TeamCountCache {
  private readonly counted = new LRUCache<string, TeamCounts>({ max: maxTeams });

  constructor(private readonly reads: DataSource) {}

  /** The counts of these teams of one account, by team id. */
  async of(accountId: string, teams: readonly Team[]): Promise<ReadonlyMap<string, TeamCounts>> {
    const open = teams.filter((team) => !this.counted.has(keyOf(team)));
    const fresh = new Map(
      (open.length === 0 ? [] : await this.count(accountId, open)).map(({ id, ...counts }) => [id, counts]),
    );
    for (const team of open) {
      const counts = fresh.get(team.id);
      if (counts) this.counted.set(keyOf(team), counts);
    }
    return new Map(
      teams.flatMap((team) => {
        const counts = fresh.get(team.id) ?? this.counted.get(keyOf(team));
        return counts ? [[team.id, counts] as const] : [];
      }),
    );
  }

  private count(accountId: string, teams: readonly Team[]): Promise<(TeamCounts & { readonly id: string })[]> {
    const isDirectorys = teams.map(({ ownedBy }) => ownedBy === 'directory');
    return readRows(this.reads, countTeams, [accountId, teams.map(({ id }) => id), isDirectorys]);
  }
}

const keyOf = ({ accountId, id, version }: Team) => `${accountId} ${id} ${version}`;
