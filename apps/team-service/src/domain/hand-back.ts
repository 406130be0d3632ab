import { requireVersion, TeamEvents, type Decision, type HandBackTeam, type TeamReply } from '@rollcall/contracts';
import { requireAccount, requireTeam } from './preconditions.js';
import { EventRecorder } from './event-recorder.js';
import type { Change, TeamState } from './team-state.js';
import { replyOf, teamKey, type Team } from './team.js';

/**
 * The directory gives up the team: the reconciler no longer enforces the roster, and all members that the product shows
 * stay, as if added by hand. If the directory writes to the team again, it takes the team over anew (rules 9, 11).
 * @throws Refusal team-not-found, version-mismatch
 */
export function decideHandBack(command: HandBackTeam, state: TeamState, now: Date): Decision<Change, TeamReply> {
  const { actor } = command;
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  requireVersion(command, before.version);
  if (before.ownedBy === 'workspace') return { changes: [], events: [], reply: replyOf(before, before) };
  const { ownedSince: _, waitsUntil: __, ...rest } = before;
  const recorder = new EventRecorder({ ...before, ownedBy: 'workspace' }, actor);
  recorder.record(TeamEvents.handedBack);
  const at = now.toISOString();
  const after: Team = { ...rest, ownedBy: 'workspace', version: recorder.currentVersion, updatedAt: at };
  const ids = teamKey(after);
  const members = state.members(before);
  const pushed = [...members.memberships()].filter((userId) => members.source(userId) === 'directory');
  return {
    changes: [
      { kind: 'team', before, after },
      { kind: 'roster', ...ids, add: [], remove: [...members.roster()] },
      { kind: 'memberships', ...ids, add: pushed, as: { source: 'manual', addedAt: at, addedBy: actor } },
      // The reconciler runs once more, to delete what it stored about the team.
      { kind: 'dirty', ...ids },
    ],
    events: recorder.events,
    reply: replyOf(after, before),
  };
}
