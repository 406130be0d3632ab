import { Refusal, type MemberList } from '@rollcall/contracts';
import type { Account, TeamState } from './team-state.js';
import { checkTeamName } from './team-name.js';
import type { Team } from './team.js';

/**
 * The account of a command.
 * @throws Refusal account-not-found
 */
export function requireAccount(accountId: string, state: TeamState): Account {
  const account = state.account(accountId);
  if (account) return account;
  if (!state.isAsked(accountId)) throw new Refusal('dependency-away', { service: 'user-service' });
  throw new Refusal('account-not-found');
}

/** @throws Refusal team-not-found */
export function requireTeam(accountId: string, teamId: string, state: TeamState): Team {
  const team = state.team(accountId, teamId);
  if (!team) throw new Refusal('team-not-found', { teamId });
  return team;
}

/**
 * Checks that the product may change a team: what the directory owns is changed there (rule 14).
 * @throws Refusal directory-owned, with the team and since when the directory owns it
 */
export function requireOwnedByWorkspace({ id: teamId, displayName, ownedBy, ownedSince }: Team): void {
  if (ownedBy === 'directory') throw new Refusal('directory-owned', { teamId, displayName, since: ownedSince ?? '' });
}

/**
 * The distinct ids of a list, in lower case as they are stored.
 * @throws Refusal stage-incomplete
 */
export function idsOf({ userIds, staged }: MemberList, accountId: string, state: TeamState): ReadonlySet<string> {
  const listed = staged ? state.staged(accountId, staged) : userIds && new Set(userIds.map((id) => id.toLowerCase()));
  if (!listed) throw new Refusal('stage-incomplete', { stageId: staged?.stageId ?? '' });
  return listed;
}

/**
 * Checks rule 11: names can be seen, and are unique in the account. A team keeps the name that it has.
 * @throws Refusal attribute-invalid; team-name-taken where another team has the name
 */
export function requireFreeName(
  team: { accountId: string; id: string; displayName: string },
  state: TeamState,
  before?: Pick<Team, 'displayName'>,
): void {
  if (team.displayName === before?.displayName) return;
  checkTeamName(team);
  const { accountId, id, displayName } = team;
  const holder = state.teamNamed(accountId, displayName);
  if (holder && holder.id !== id) throw new Refusal('team-name-taken', { displayName, ownedBy: holder.ownedBy });
}
