import { databaseOf, type Databases } from '../../../tools/stack/databases.ts';
import { pushedBy, type ModelTakeover, type ModelTeam } from '../load/takeover-model.ts';
import { rowsOf } from './facts.ts';

interface Found {
  readonly id: string;
  readonly ownedBy: ModelTeam['ownedBy'];
  readonly members: readonly string[];
  readonly state: ModelTakeover['state'] | null;
  readonly kept: boolean | null;
  readonly partial: boolean | null;
  readonly pushed: readonly string[];
  readonly on: readonly string[];
  readonly off: readonly string[];
  readonly shown: readonly string[];
  readonly former: readonly string[];
}

const list = (name: string) => `ARRAY(SELECT x.user_id::text FROM takeover_people x
    WHERE x.account_id = o.account_id AND x.takeover_id = o.id AND x.list = '${name}')`;

const sql = `SELECT t.id, t.owned_by AS "ownedBy", o.state, o.kept, o.partial,
    ARRAY(SELECT m.user_id::text FROM memberships m WHERE m.account_id = t.account_id AND m.team_id = t.id) AS members,
    ${list('pushed')} AS pushed, ${list('on')} AS on, ${list('off')} AS off, ${list('shown-loss')} AS shown, ${list('former')} AS former
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

function teamOf({ ownedBy, members, state, kept, partial, shown, former, ...found }: Found): ModelTeam {
  const team = { ownedBy, members: new Set(members), wasUndone: false };
  if (state === null) return team;
  const changes = { on: new Set(found.on), off: new Set(found.off) };
  const pushed = partial === true ? pushedBy(changes, team.members) : new Set(found.pushed);
  const lists = { pushed, shown: new Set(shown), former: new Set(former) };
  return { ...team, takeover: { state, kept: kept === true, ...lists, ...(partial === true && { changes }) } };
}
