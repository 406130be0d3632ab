import type { TeamView } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { groupOf, type Takeover } from '../domain/takeover.js';
import { viewOf, type Team } from '../domain/team.js';
import type { TakeoverRow } from './entities/takeover-rows.js';
import { takeoverColumns, takeoverOfRow } from './takeover-rows.js';

/** Of a takeover `o`. */
export const waits = `o.state = 'waiting' AND o.kept AND o.ends_at > now()`;

/** The groups that SCIM shows instead of workspace teams, because their takeover waits for an admin (rule 26). */
export class KeptGroups {
  constructor(private readonly dataSource: DataSource) {}

  /** The team as SCIM shows it. */
  async group(team: Team): Promise<TeamView> {
    const [takeover] = team.ownedBy === 'workspace' ? await this.kept([team.id], team.accountId) : [];
    return takeover ? groupOf(takeover, team) : viewOf(team);
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
