import {
  requireVersion,
  TeamEvents,
  type Actor,
  type AddMemberByHand,
  type CreateTeamByHand,
  type Decision,
  type RemoveMemberByHand,
  type RenameTeamByHand,
  type TeamReply,
} from '@rollcall/contracts';
import { nameOf } from './actor-name.js';
import { requireAccount, requireFreeName, requireOwnedByWorkspace, requireTeam } from './preconditions.js';
import { knownMembers } from './known-members.js';
import { EventRecorder } from './event-recorder.js';
import type { Account, Change, TeamState } from './team-state.js';
import { replyOf, teamKey, type Team } from './team.js';

type Decided = Decision<Change, TeamReply>;

/** @throws Refusal team-name-taken */
export function decideCreateByHand(command: CreateTeamByHand, state: TeamState, now: Date): Decided {
  const { accountId, teamId: id, displayName, actor } = command;
  requireAccount(accountId, state);
  const at = now.toISOString();
  const team: Team = { accountId, id, version: 0, displayName, ownedBy: 'workspace', createdAt: at, updatedAt: at };
  requireFreeName(team, state);
  return recorded(undefined, team, { actor, now }, (recorder) => recorder.record(TeamEvents.created));
}

/**
 * Names of directory-owned teams are changed in the directory only.
 * @throws Refusal team-not-found, version-mismatch, directory-owned, team-name-taken
 */
export function decideRenameByHand(command: RenameTeamByHand, state: TeamState, now: Date): Decided {
  requireAccount(command.accountId, state);
  const before = requireTeam(command.accountId, command.teamId, state);
  requireVersion(command, before.version);
  requireOwnedByWorkspace(before);
  const { displayName, actor } = command;
  if (displayName === before.displayName) return { changes: [], events: [], reply: replyOf(before, before) };
  requireFreeName({ ...before, displayName }, state);
  return recorded(before, { ...before, displayName }, { actor, now }, (recorder) => {
    recorder.record(TeamEvents.updated, { changed: ['displayName'] });
  });
}

/**
 * A person adds a member by hand. In a directory-owned team the account's setting decides: the change is accepted and
 * the reconciler reverts it, or it is refused (rule 14).
 * @throws Refusal team-not-found, version-mismatch, directory-owned, members-unknown
 */
export function decideAddByHand(command: AddMemberByHand, state: TeamState, now: Date): Decided {
  const { account, team, userId } = target(command, state);
  // Unknown users are never skipped here: the command names one user, and skipping it would leave nothing to do.
  knownMembers(new Set([userId]), { ...account, settings: { ...account.settings, unknownMembers: 'refuse' } }, state);
  if (state.members(team).source(userId)) return { changes: [], events: [], reply: replyOf(team, team) };
  const { actor } = command;
  const origin = { source: 'manual', addedAt: now.toISOString(), addedBy: actor } as const;
  const ids = teamKey(team);
  const decision = recorded(team, team, { actor, now }, (recorder) => recorder.membersAdded([userId], 'by hand'));
  const changes: Change[] = [...decision.changes, { kind: 'memberships', ...ids, add: [userId], as: origin }];
  return { ...decision, changes: [...changes, ...lookedAt(team)] };
}

/**
 * A person removes a member by hand; for directory-owned teams as in `decideAddByHand`.
 * @throws Refusal team-not-found, version-mismatch, directory-owned
 */
export function decideRemoveByHand(command: RemoveMemberByHand, state: TeamState, now: Date): Decided {
  const { team, userId } = target(command, state);
  if (!state.members(team).source(userId)) return { changes: [], events: [], reply: replyOf(team, team) };
  const { actor } = command;
  const ids = teamKey(team);
  const decision = recorded(team, team, { actor, now }, (recorder) => recorder.membersRemoved([userId], 'by hand'));
  const changes: Change[] = [...decision.changes, { kind: 'memberships-gone', ...ids, remove: [userId] }];
  if (state.members(team).inRoster(userId)) {
    changes.push({ kind: 'removed-by-hand', ...ids, userId, by: nameOf(actor), at: now.toISOString() });
  }
  return { ...decision, changes: [...changes, ...lookedAt(team)] };
}

function target(
  command: AddMemberByHand | RemoveMemberByHand,
  state: TeamState,
): { account: Account; team: Team; userId: string } {
  const account = requireAccount(command.accountId, state);
  const team = requireTeam(account.id, command.teamId, state);
  requireVersion(command, team.version);
  if (account.settings.manualChanges === 'refuse') requireOwnedByWorkspace(team);
  return { account, team, userId: command.userId.toLowerCase() };
}

/** Marks a directory-owned team that was changed by hand as dirty, so that the reconciler looks at it at once. */
function lookedAt({ accountId, id, ownedBy }: Team): Change[] {
  return ownedBy === 'directory' ? [{ kind: 'dirty', accountId, teamId: id }] : [];
}

function recorded(
  before: Team | undefined,
  wanted: Team,
  { actor, now }: { actor: Actor; now: Date },
  record: (recorder: EventRecorder) => void,
): Decided {
  const recorder = new EventRecorder(wanted, actor);
  record(recorder);
  const after: Team = { ...wanted, version: recorder.currentVersion, updatedAt: now.toISOString() };
  return {
    changes: [{ kind: 'team', ...(before ? { before } : {}), after }],
    events: recorder.events,
    reply: replyOf(after, before),
  };
}
