import {
  Refusal,
  type Decision,
  type PushTeam,
  type ReplaceTeam,
  type StagedMembers,
  type Steps,
  type TeamReply,
} from '@rollcall/contracts';
import { requireAccount, requireFreeName, requireVersion, idsOf, requireTeam } from './preconditions.js';
import { knownMembers } from './known-members.js';
import { decideRosterChange } from './decide-roster-change.js';
import type { Account, Change, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

type Decided = Decision<Change, TeamReply> & { readonly reply: TeamReply };

/**
 * The directory pushes a group: it becomes a new team, or takes over the workspace team of that name (rules 10, 11).
 * @throws Refusal team-name-taken, takeover-refused, and what `idsOf` and `knownMembers` throw
 */
export function* decidePushTeam(command: PushTeam, state: TeamState, now: Date): Steps<Decided> {
  const account = requireAccount(command.accountId, state);
  const holder = state.teamNamed(account.id, command.displayName);
  if (holder?.ownedBy === 'directory') {
    throw new Refusal('team-name-taken', { displayName: command.displayName, ownedBy: 'directory' });
  }
  const decision = yield* wholeTeam({ command, account, before: holder, id: holder?.id ?? command.teamId, state, now });
  return { ...decision, reply: { ...decision.reply, outcome: holder ? 'taken-over' : 'created' } };
}

/**
 * The directory replaces the whole group (RFC 7644 §3.5.1).
 * @throws Refusal team-not-found, version-mismatch, team-name-taken, takeover-refused, and what `idsOf` and
 *   `knownMembers` throw
 */
export function* decideReplaceTeam(command: ReplaceTeam, state: TeamState, now: Date): Steps<Decided> {
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, before.version);
  return yield* wholeTeam({ command, account, before, id: before.id, state, now });
}

interface Whole {
  readonly command: PushTeam | ReplaceTeam;
  readonly account: Account;
  readonly before: Team | undefined;
  readonly id: string;
  readonly state: TeamState;
  readonly now: Date;
}

function* wholeTeam({ command, account, before, id, state, now }: Whole): Steps<Decided> {
  const { displayName, externalId, actor } = command;
  if (before) checkTakeover(before, account);
  const wanted = ownedByDirectory(before, { accountId: account.id, id, displayName, now });
  requireFreeName(wanted, state, before);
  const { known, skipped } = knownMembers(idsOf(command.members, account.id, state), account, state);
  yield;
  const members = before && state.members(before);
  const roster = members?.roster() ?? new Set<string>();
  const off = roster.difference(known);
  yield;
  const { externalId: _, ...rest } = wanted;
  const decision = yield* decideRosterChange({
    before,
    wanted: externalId === undefined ? rest : { ...rest, externalId },
    members,
    on: known,
    off,
    skipped,
    actor,
    now,
  });
  return {
    changes: [...decision.changes, ...unstaged(account.id, [command.members.staged])],
    events: decision.events,
    reply: replyOf(decision.team, before),
  };
}

/**
 * Checks rule 11.
 * @throws Refusal takeover-refused where the command would take over a workspace team and the account forbids it
 */
export function checkTakeover({ ownedBy, displayName }: Team, { settings }: Account): void {
  if (ownedBy === 'workspace' && settings.teamTakeover === 'refuse') {
    throw new Refusal('takeover-refused', { displayName });
  }
}

/** The team as owned by the directory, under the given name. */
export function ownedByDirectory(
  before: Team | undefined,
  { accountId, id, displayName, now }: { accountId: string; id: string; displayName: string; now: Date },
): Team {
  const at = now.toISOString();
  const fresh: Team = { accountId, id, version: 0, displayName, ownedBy: 'directory', createdAt: at, updatedAt: at };
  return { ...(before ?? fresh), displayName, ownedBy: 'directory', ownedSince: before?.ownedSince ?? at };
}

/** Deletes the staged lists that the command used. */
export function unstaged(accountId: string, used: readonly (StagedMembers | undefined)[]): Change[] {
  return used.flatMap((staged) => (staged ? [{ kind: 'unstage', accountId, stageId: staged.stageId } as const] : []));
}
