import {
  Refusal,
  requireVersion,
  TeamEvents,
  type Actor,
  type Decision,
  type DeleteTeam,
  type DeleteTeamByHand,
} from '@rollcall/contracts';
import { requireAccount, requireOwnedByWorkspace, requireTeam } from './preconditions.js';
import { keptProposal } from './consent.js';
import { EventRecorder } from './event-recorder.js';
import type { Takeover } from './takeover.js';
import type { Change, TeamState } from './team-state.js';
import { teamKey, type Team } from './team.js';

/**
 * The directory deletes the group, and the team with it (rule 15). A team of the workspace stays (rule 13); where a takeover of
 * it is kept, that is withdrawn (rule 26).
 * @throws Refusal team-not-found, version-mismatch, workspace-owned
 */
export function decideDeleteTeam(command: DeleteTeam, state: TeamState, now: Date): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  const proposal = keptProposal(team, state, now);
  requireVersion(command, (proposal ?? team).version);
  if (proposal) return withdrawn(proposal, team, command.actor);
  const { id: teamId, displayName, ownedBy } = team;
  if (ownedBy === 'workspace') throw new Refusal('workspace-owned', { teamId, displayName });
  return gone(team, command.actor);
}

function withdrawn({ id: takeoverId }: Takeover, team: Team, actor: Actor): Decision<Change, { id: string }> {
  const recorder = new EventRecorder(team, actor);
  recorder.recordWithoutVersion(TeamEvents.takeoverWithdrawn, { takeoverId });
  const ids = teamKey(team);
  return { changes: [{ kind: 'takeover-gone', ...ids, takeoverId }], events: recorder.events, reply: { id: team.id } };
}

/**
 * A person deletes a team by hand. Teams that the directory owns are deleted in the directory only, because the
 * reconciler could not restore a deleted team.
 * @throws Refusal team-not-found, version-mismatch, directory-owned
 */
export function decideDeleteByHand(command: DeleteTeamByHand, state: TeamState): Decision<Change, { id: string }> {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command, team.version);
  requireOwnedByWorkspace(team);
  return gone(team, command.actor);
}

function gone(team: Team, actor: Actor): Decision<Change, { id: string }> {
  const recorder = new EventRecorder(team, actor);
  recorder.record(TeamEvents.deleted);
  return { changes: [{ kind: 'team-gone', team }], events: recorder.events, reply: { id: team.id } };
}
