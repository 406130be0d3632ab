import { databaseOf, type Databases } from '../../../tools/stack/databases.ts';
import type { ModelTakeover, ModelTeam } from '../load/takeover-model.ts';
import { rowsOf } from './facts.ts';

interface Found {
  readonly id: string;
  readonly ownedBy: ModelTeam['ownedBy'];
  readonly members: readonly string[];
  readonly state: ModelTakeover['state'] | null;
  readonly kept: boolean | null;
  readonly pushed: readonly string[];
  readonly shown: readonly string[];
  readonly former: readonly string[];
}

const list = (name: string) => `ARRAY(SELECT x.user_id::text FROM takeover_people x
    WHERE x.account_id = o.account_id AND x.takeover_id = o.id AND x.list = '${name}')`;

const sql = `SELECT t.id, t.owned_by AS "ownedBy", o.state, o.kept,
    ARRAY(SELECT m.user_id::text FROM memberships m WHERE m.account_id = t.account_id AND m.team_id = t.id) AS members,
    ${list('pushed')} AS pushed, ${list('shown-loss')} AS shown, ${list('former')} AS former
  FROM teams t
  LEFT JOIN LATERAL (SELECT * FROM takeovers o WHERE o.account_id = t.account_id AND o.team_id = t.id
                      ORDER BY o.proposed_at DESC, o.id DESC LIMIT 1) o ON true`;

/** Teams with the last takeover of each, by id: as the database has them at one moment, past the proxy. */
export async function readReviewed(
  databases: Databases,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ModelTeam>> {
  const named = ids.map((id) => `'${id}'`).join();
  const { migrationUrl } = databaseOf(databases, 'team-service');
  const [rows = []] = await rowsOf(migrationUrl, [`${sql} WHERE t.id = ANY(ARRAY[${named}]::uuid[])`]);
  return new Map((rows as unknown as Found[]).map((row) => [row.id, teamOf(row)])); // as the statement says
}

function teamOf({ ownedBy, members, state, kept, pushed, shown, former }: Found): ModelTeam {
  const team = { ownedBy, members: new Set(members), wasUndone: false };
  if (state === null) return team;
  const lists = { pushed: new Set(pushed), shown: new Set(shown), former: new Set(former) };
  return { ...team, takeover: { state, kept: kept === true, ...lists } };
}
