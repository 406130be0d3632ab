import { TeamEvents, type Decision, type HandBackTeam, type TeamReply } from '@rollcall/contracts';
import { requireAccount, requireVersion, requireTeam } from './preconditions.js';
import { EventRecorder } from './event-recorder.js';
import type { Change, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

/**
 * The team leaves the directory: nothing is enforced any more, and everybody whom the product shows stays, as if put in by hand.
 * If the directory writes to it again, it takes it over anew (rules 9, 11).
 * @throws Refusal team-not-found, version-mismatch
 */
export function decideHandBack(command: HandBackTeam, state: TeamState, now: Date): Decision<Change, TeamReply> {
  const { actor, ifMatch } = command;
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  requireVersion(ifMatch, before.version);
  if (before.ownedBy === 'workspace') return { changes: [], events: [], reply: replyOf(before, before) };
  const { ownedSince: _, waitsUntil: __, ...rest } = before;
  const recorder = new EventRecorder({ ...before, ownedBy: 'workspace' }, actor);
  recorder.record(TeamEvents.handedBack);
  const at = now.toISOString();
  const after: Team = { ...rest, ownedBy: 'workspace', version: recorder.currentVersion, updatedAt: at };
  const ids = { accountId: after.accountId, teamId: after.id };
  const members = state.members(before);
  const pushed = [...members.memberships()].filter((userId) => members.source(userId) === 'directory');
  return {
    changes: [
      { kind: 'team', before, after },
      { kind: 'roster', ...ids, add: [], remove: [...members.roster()] },
      { kind: 'memberships', ...ids, add: pushed, as: { source: 'manual', addedAt: at, addedBy: actor } },
      // The reconciler looks once more, and forgets what it kept about the team.
      { kind: 'dirty', ...ids },
    ],
    events: recorder.events,
    reply: replyOf(after, before),
  };
}
