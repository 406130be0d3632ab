import {
  Refusal,
  requireVersion,
  type PushTeam,
  type ReplaceTeam,
  type StagedMembers,
  type Steps,
} from '@rollcall/contracts';
import { requireAccount, requireFreeName, idsOf, requireTeam } from './preconditions.js';
import { knownMembers, type KnownMembers } from './known-members.js';
import { consentTo, mustWait, groupVersion, type Consent } from './consent.js';
import { decideRosterChange } from './decide-roster-change.js';
import { keepProposal } from './keep-proposal.js';
import type { PushedIn } from './takeover.js';
import { takingOver } from './taking-over.js';
import type { Account, Change, TeamDecision, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

/**
 * The directory pushes a group: it becomes a new team, or takes over the workspace team of that name, or waits for an admin
 * who allows that (rules 10, 11, 26).
 * @param pushedIn the command, whose id a takeover that it brings has
 * @throws Refusal team-name-taken, and what `consentTo`, `idsOf` and `knownMembers` throw
 */
export function* decidePushTeam(
  command: PushTeam,
  state: TeamState,
  now: Date,
  pushedIn: PushedIn,
): Steps<TeamDecision> {
  const account = requireAccount(command.accountId, state);
  const holder = state.teamNamed(account.id, command.displayName);
  if (holder?.ownedBy === 'directory') {
    throw new Refusal('team-name-taken', { displayName: command.displayName, ownedBy: 'directory' });
  }
  const consent: Consent = holder ? consentTo(holder, account, state, now) : { is: 'given' };
  // A group that is pushed as a new one with members is refused, and so not kept for the directory any more.
  const decision = yield* wholeTeam({ command, account, before: holder, consent, keeps: false, state, now, pushedIn });
  return { ...decision, reply: { outcome: holder ? 'taken-over' : 'created', ...decision.reply } };
}

/**
 * The directory replaces the whole group (RFC 7644 §3.5.1).
 * @param pushedIn the command, whose id a takeover that it brings has
 * @throws Refusal team-not-found, version-mismatch, team-name-taken, and what `consentTo`, `idsOf` and `knownMembers` throw
 */
export function* decideReplaceTeam(
  command: ReplaceTeam,
  state: TeamState,
  now: Date,
  pushedIn: PushedIn,
): Steps<TeamDecision> {
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  const consent = consentTo(before, account, state, now);
  requireVersion(command, groupVersion(before, consent));
  return yield* wholeTeam({ command, account, before, consent, keeps: consent.is === 'kept', state, now, pushedIn });
}

interface Whole {
  readonly command: PushTeam | ReplaceTeam;
  readonly account: Account;
  readonly before: Team | undefined;
  readonly consent: Consent;
  /** Whether the group is kept for the directory with members too. */
  readonly keeps: boolean;
  readonly state: TeamState;
  readonly now: Date;
  readonly pushedIn: PushedIn;
}

function* wholeTeam(whole: Whole): Steps<TeamDecision> {
  const { command, account, before, consent, state, now } = whole;
  const { displayName, externalId } = command;
  const teamId = before?.id ?? command.teamId;
  const named = ownedByDirectory(before, { accountId: account.id, id: teamId, displayName, now });
  requireFreeName(named, state, consent.is === 'kept' ? consent.takeover : before);
  const members = knownMembers(idsOf(command.members, account.id, state), account, state);
  yield;
  const { externalId: _, ...rest } = named;
  const wanted = externalId === undefined ? rest : { ...rest, externalId };
  const decision =
    before && mustWait(consent, before, members.known, state)
      ? yield* proposeWhole(whole, before, members)
      : yield* takeWhole(whole, wanted, members);
  return { ...decision, changes: [...decision.changes, ...unstaged(account.id, [command.members.staged])] };
}

function* proposeWhole({ command, consent, keeps, state, now, pushedIn }: Whole, team: Team, members: KnownMembers) {
  const { displayName, externalId, actor } = command;
  const takeover = 'takeover' in consent ? consent.takeover : undefined;
  const off = takeover ? state.proposed(takeover).roster().difference(members.known) : new Set<string>();
  yield;
  const kept = keeps || members.known.size === 0;
  const said = { displayName, externalId, on: members.known, off, skipped: members.skipped };
  return yield* keepProposal({ team, takeover, pushedIn, kept, ...said, actor, now }, state);
}

function* takeWhole(
  { command, before, consent, state, now, pushedIn }: Whole,
  wanted: Team,
  { known, skipped }: KnownMembers,
): Steps<TeamDecision> {
  const { actor } = command;
  const members = before && state.members(before);
  const off = (members?.roster() ?? new Set<string>()).difference(known);
  yield;
  const decision = yield* decideRosterChange({
    before,
    wanted,
    members,
    on: known,
    off,
    skipped,
    takingOver: before && takingOver({ team: before, wanted, consent, pushedIn, actor }, state, now),
    actor,
    now,
  });
  return { changes: decision.changes, events: decision.events, reply: replyOf(decision.team, before) };
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
