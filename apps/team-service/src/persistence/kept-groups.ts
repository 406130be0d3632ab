import type { TeamView } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { groupOf, type Takeover } from '../domain/takeover.js';
import { viewOf, type Team } from '../domain/team.js';
import type { TakeoverRow } from './entities/takeover-rows.js';
import { takeoverColumns, takeoverOfRow } from './takeover-rows.js';

const waits = `o.state = 'waiting' AND o.kept AND o.ends_at > now()`;

/** Whether a takeover of the team `t` is kept: the directory sees the group instead of the team. */
export const isKept = `EXISTS (SELECT FROM takeovers o WHERE o.account_id = t.account_id AND o.team_id = t.id AND ${waits})`;

/** The groups that SCIM shows instead of workspace teams, because their takeover waits for an admin (rule 26). */
export class KeptGroups {
  constructor(private readonly dataSource: DataSource) {}

  /** The teams as SCIM shows them. Without workspace teams this takes no query. */
  async groups(teams: readonly Team[]): Promise<TeamView[]> {
    const [one] = teams;
    const ofWorkspace = teams.filter(({ ownedBy }) => ownedBy === 'workspace').map(({ id }) => id);
    if (!one || ofWorkspace.length === 0) return teams.map(viewOf);
    const kept = new Map((await this.kept(ofWorkspace, one.accountId)).map((takeover) => [takeover.teamId, takeover]));
    return teams.map((team) => {
      const takeover = kept.get(team.id);
      return takeover ? groupOf(takeover, team) : viewOf(team);
    });
  }

  /** The kept takeovers of these teams. */
  async kept(teamIds: readonly string[], accountId: string): Promise<Takeover[]> {
    const rows = await readRows<TakeoverRow>(
      this.dataSource,
      `SELECT ${takeoverColumns} FROM takeovers o WHERE o.account_id = $1 AND o.team_id = ANY($2::uuid[]) AND ${waits}`,
      [accountId, teamIds],
      { prepare: true },
    );
    return rows.map(takeoverOfRow);
  }

  /** A page of the members that were pushed. */
  async pushed(
    { accountId, id }: Takeover,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<string[]> {
    const rows = await readRows<{ user_id: string }>(
      this.dataSource,
      `SELECT user_id FROM takeover_people WHERE account_id = $1 AND takeover_id = $2 AND list = 'pushed' AND user_id > $3
        ORDER BY user_id LIMIT $4`,
      [accountId, id, after, limit],
      { prepare: true },
    );
    return rows.map(({ user_id }) => user_id);
  }
}
