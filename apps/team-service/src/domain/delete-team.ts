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

/** The directory deletes the group, and the team with it (rule 15). @throws Refusal team-not-found, version-mismatch */
export function decideDeleteTeam(command: DeleteTeam, state: TeamState): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, team.version);
  return gone(team, command.actor);
}

/**
 * Somebody deletes a team by hand; the directory's are deleted in the directory only: a team cannot be put back as it was.
 * @throws Refusal team-not-found, version-mismatch, directory-owned
 */
export function decideDeleteByHand(command: DeleteTeamByHand, state: TeamState): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, team.version);
  if (team.ownedBy === 'directory') throw new Refusal('directory-owned', directoryOwned(team));
  return gone(team, command.actor);
}

/** Facts of `directory-owned`: who owns it, since when. */
export function directoryOwned({ id, displayName, ownedSince }: Team): Record<string, string> {
  return { teamId: id, displayName, since: ownedSince ?? '' };
}

function gone(team: Team, actor: Actor): Decision<Change, { id: string }> {
  const recorder = new EventRecorder(team, actor);
  recorder.record(TeamEvents.deleted);
  return { changes: [{ kind: 'team-gone', team }], events: recorder.events, reply: { id: team.id } };
}
