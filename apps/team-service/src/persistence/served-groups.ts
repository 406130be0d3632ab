import type { ListedTable, Parameter, SearchedAttributes } from '@rollcall/persistence';
import { teamNameKey } from '../domain/team-name.js';
import { waits } from './kept-groups.js';
import { attributesOf, firstMembers, membersOf, type MembersSql } from './team-search.js';

/*
 * Teams as SCIM shows them in an account in which groups wait for an admin: each of those in place of its workspace team, with its name, its
 * times and the members that were pushed (rule 26). Its id is the team's, so that the order of all is that of teams. Accounts without such
 * groups never pay for it. `$1` is the account.
 */

const from = `teams t LEFT JOIN (
    SELECT o.account_id AS of_account, o.team_id AS of_team, o.id AS takeover_id, o.display_name AS kept_name, o.name_key AS kept_key,
           o.external_id AS kept_external_id, o.proposed_at, o.updated_at AS said_at,
           (extract(epoch FROM o.updated_at) * 1000)::bigint AS kept_version
      FROM takeovers o WHERE ${waits}) k
    ON k.of_account = t.account_id AND k.of_team = t.id AND t.owned_by = 'workspace'`;

const isKept = 'k.takeover_id IS NOT NULL';
const either = (kept: string, own: string) => `(CASE WHEN ${isKept} THEN ${kept} ELSE ${own} END)`;
/** Where the directory has said nothing of a proposal since its key is stored, the name is folded as well as SQL can. */
const keyOf = (of: string) => `coalesce(${of}.name_key, lower(normalize(${of}.display_name, NFC)))`;

/** That teams or proposals have a value: an index finds both, and what is shown of each is looked at. */
const among = (team: string, proposal: string) =>
  `t.id = ANY(ARRAY(SELECT x.id FROM teams x WHERE x.account_id = $1 AND ${team}
     UNION ALL SELECT o.team_id FROM takeovers o WHERE o.account_id = $1 AND ${waits} AND ${proposal}))`;

function isNamed(name: string, parameter: Parameter): string {
  const key = `${parameter(teamNameKey(name))}::text`;
  const found = among(`x.name_key = ${key}`, `${keyOf('o')} = ${key}`);
  const shown = either(`coalesce(k.kept_key, lower(normalize(k.kept_name, NFC)))`, 't.name_key');
  return `(${found} AND ${shown} = ${key})`;
}

const externalId = either('k.kept_external_id', 't.external_id');

function hasExternalId(value: string, parameter: Parameter): string {
  const said = `${parameter(value)}::text`;
  return `(${among(`x.external_id = ${said}`, `o.external_id = ${said}`)} AND ${externalId} = ${said})`;
}

const pushed = `takeover_people WHERE account_id = t.account_id AND takeover_id = k.takeover_id AND list = 'pushed'`;
const teams = membersOf(`k.takeover_id IS NULL`);
const members: MembersSql = {
  all: `(SELECT user_id FROM ${teams.all} UNION ALL SELECT user_id FROM ${pushed}) AS member`,
  first: either(
    `coalesce((SELECT user_id FROM ${pushed} ORDER BY user_id LIMIT 1), 'ffffffff-ffff-ffff-ffff-ffffffffffff')`,
    teams.first,
  ),
};

const version = either('k.kept_version', 't.version');
const [created, updated] = [either('k.proposed_at', 't.created_at'), either('k.said_at', 't.updated_at')];
const displayName = either('k.kept_name', 't.display_name');

const attributes: SearchedAttributes = {
  ...attributesOf(members),
  displayName: { holds: 'text', sql: displayName, equals: isNamed },
  externalId: { holds: 'text', sql: externalId, exact: true, equals: hasExternalId },
  createdAt: { holds: 'time', sql: created },
  updatedAt: { holds: 'time', sql: updated },
  version: { holds: 'text', sql: `${version}::text`, exact: true },
};

/** Its rows are those of teams. A version is read as a number: a proposal's is a time in milliseconds. */
export const servedGroups: ListedTable = {
  from,
  alias: 't',
  columns: `t.account_id, t.id, ${version}::float8 AS version, ${displayName} AS display_name, ${externalId} AS external_id,
    ${either(`'directory'`, 't.owned_by')} AS owned_by, t.owned_since, t.waits_until, ${created} AS created_at, ${updated} AS updated_at`,
  attributes,
};

/** The first member of each group. */
export const firstOfGroups = firstMembers(from, members);

/** Of `servedGroups`: that the directory has pushed it. */
export const isDirectorysGroup = `(t.owned_by = 'directory' OR ${isKept})`;
