import {
  Refusal,
  TeamEvents,
  type Actor,
  type Decision,
  type DeleteTeam,
  type DeleteTeamByHand,
} from '@rollcall/contracts';
import { requireAccount, requireVersion, requireTeam } from './preconditions.js';
import { EventRecorder } from './event-recorder.js';
import type { Change, TeamState } from './team-state.js';
import type { Team } from './team.js';

/**
 * The directory deletes the group, and the team with it (rule 15).
 * @throws Refusal team-not-found, version-mismatch
 */
export function decideDeleteTeam(command: DeleteTeam, state: TeamState): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, team.version);
  return gone(team, command.actor);
}

/**
 * A person deletes a team by hand. Teams that the directory owns are deleted in the directory only, because the
 * reconciler could not restore a deleted team.
 * @throws Refusal team-not-found, version-mismatch, directory-owned
 */
export function decideDeleteByHand(command: DeleteTeamByHand, state: TeamState): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, team.version);
  if (team.ownedBy === 'directory') throw new Refusal('directory-owned', directoryOwned(team));
  return gone(team, command.actor);
}

/** The facts of the refusal `directory-owned`: which team, and since when the directory owns it. */
export function directoryOwned({ id, displayName, ownedSince }: Team): Record<string, string> {
  return { teamId: id, displayName, since: ownedSince ?? '' };
}

function gone(team: Team, actor: Actor): Decision<Change, { id: string }> {
  const recorder = new EventRecorder(team, actor);
  recorder.record(TeamEvents.deleted);
  return { changes: [{ kind: 'team-gone', team }], events: recorder.events, reply: { id: team.id } };
}
