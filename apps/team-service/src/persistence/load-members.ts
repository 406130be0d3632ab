import type { Transaction } from '@rollcall/persistence';
import { teamNameKey, type Origin, type Team } from '../domain/team.js';
import type { TeamNeeds } from '../needs.js';
import { idArray, idColumns, isId, keyOf } from './ids.js';
import type { IdsByAccount } from './load-named.js';
import { TeamMembers } from './team-members.js';

/** The members of the batch's teams, by `keyOf` of the team: of each those who are mentioned, or everybody where that is needed. */
export async function loadMembers(
  tx: Transaction,
  teams: readonly Team[],
  needs: readonly TeamNeeds[],
  mentioned: IdsByAccount,
): Promise<Map<string, TeamMembers>> {
  const everybody = teams.filter((team) => needsEverybody(team, needs));
  const some = teams.filter((team) => !everybody.includes(team));
  const [whole, part] = await Promise.all([membersOfAll(tx, everybody), membersOfSome(tx, some, mentioned)]);
  return new Map([...whole, ...part]);
}

/** The list is replaced, or the team is taken over, or it still has the members of before it was. */
function needsEverybody(team: Team, needs: readonly TeamNeeds[]): boolean {
  return needs.some(
    ({ accountId, teamId, displayName, everybody, directory }) =>
      accountId === team.accountId &&
      (teamId?.toLowerCase() === team.id ||
        (displayName !== undefined && teamNameKey(displayName) === teamNameKey(team.displayName))) &&
      (everybody === true || (directory === true && (team.ownedBy === 'workspace' || team.waitsUntil !== undefined))),
  );
}

/** A row per team: a hundred thousand rows would be a hundred thousand objects. */
async function membersOfAll(tx: Transaction, teams: readonly Team[]): Promise<Map<string, TeamMembers>> {
  if (teams.length === 0) return new Map();
  const of = (table: string, where = '') =>
    `(SELECT json_agg(x.user_id) FROM ${table} x WHERE x.account_id = k.account_id AND x.team_id = k.team_id${where})`;
  const rows = await tx.query<Record<'roster' | 'directory' | 'manual', string[] | null> & TeamKey>(
    `SELECT k.account_id, k.team_id, ${of('roster')} AS roster, ${of('memberships', ` AND x.source = 'directory'`)} AS directory,
            ${of('memberships', ` AND x.source = 'manual'`)} AS manual
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, team_id)`,
    idColumns(teams.map(({ accountId, id }) => [accountId, id] as const)),
    { prepare: true },
  );
  return new Map(
    rows.map(({ account_id, team_id, roster, directory, manual }) => {
      const sources = new Map<string, Origin['source']>();
      for (const userId of directory ?? []) sources.set(userId, 'directory');
      for (const userId of manual ?? []) sources.set(userId, 'manual');
      return [keyOf(account_id, team_id), new TeamMembers(roster ?? [], sources, 'everybody')];
    }),
  );
}

interface TeamKey {
  readonly account_id: string;
  readonly team_id: string;
}

async function membersOfSome(
  tx: Transaction,
  teams: readonly Team[],
  mentioned: IdsByAccount,
): Promise<Map<string, TeamMembers>> {
  const wanted = teams.flatMap(({ accountId, id }) =>
    [...(mentioned.get(accountId) ?? [])].filter(isId).map((userId) => [accountId, id, userId] as const),
  );
  const found = await rowsOf(tx, wanted);
  const roster = Map.groupBy(found.roster, ({ team_id }) => team_id);
  const members = Map.groupBy(found.members, ({ team_id }) => team_id);
  return new Map(
    teams.map(({ accountId, id }) => {
      const sources = new Map((members.get(id) ?? []).map(({ user_id, source }) => [user_id, source] as const));
      const listed = (roster.get(id) ?? []).map(({ user_id }) => user_id);
      return [keyOf(accountId, id), new TeamMembers(listed, sources, mentioned.get(accountId) ?? new Set())];
    }),
  );
}

interface MemberRow {
  readonly team_id: string;
  readonly user_id: string;
}

async function rowsOf(
  tx: Transaction,
  wanted: readonly (readonly [string, string, string])[],
): Promise<{ roster: MemberRow[]; members: (MemberRow & { source: Origin['source'] })[] }> {
  if (wanted.length === 0) return { roster: [], members: [] };
  const keys = [0, 1, 2].map((column) => idArray(wanted.map((row) => row[column] ?? '')));
  const from = (table: string) =>
    `FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS k(account_id, team_id, user_id) JOIN ${table} USING (account_id, team_id, user_id)`;
  const [roster, members] = await Promise.all([
    tx.query<MemberRow>(`SELECT team_id, user_id ${from('roster')}`, keys, { prepare: true }),
    tx.query<MemberRow & { source: Origin['source'] }>(`SELECT team_id, user_id, source ${from('memberships')}`, keys, {
      prepare: true,
    }),
  ]);
  return { roster, members };
}
