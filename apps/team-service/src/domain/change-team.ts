import {
  Refusal,
  requireVersion,
  type ChangeTeam,
  type Decision,
  type Steps,
  type TeamChange,
  type TeamReply,
} from '@rollcall/contracts';
import { requireAccount, requireFreeName, idsOf, requireTeam } from './preconditions.js';
import { knownMembers } from './known-members.js';
import { consentTo, mustWait, groupVersion, type Consent } from './consent.js';
import { decideRosterChange, type RosterChange } from './decide-roster-change.js';
import { keepProposal } from './keep-proposal.js';
import { ownedByDirectory, unstaged } from './push-team.js';
import type { PushedIn } from './takeover.js';
import { takingOver } from './taking-over.js';
import type { Change, Members, TeamDecision, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

/**
 * The directory changes name or members, in order, all or nothing (RFC 7644 §3.5.2). The decision reads only the
 * members that the changes name, however many the team has. A workspace team is taken over and keeps the members that
 * the changes do not name: SCIM showed them before the takeover, and must show them after it. Where an admin has to allow that
 * first, the changes are kept as those of a proposal (rule 26).
 * @param pushedIn the command, whose id a takeover that it brings has
 * @throws Refusal team-not-found, version-mismatch, team-name-taken, and what `consentTo`, `idsOf` and `knownMembers` throw
 */
export function* decideChangeTeam(
  command: ChangeTeam,
  state: TeamState,
  now: Date,
  pushedIn: PushedIn,
): Steps<Decision<Change, TeamReply>> {
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  const consent = consentTo(before, account, state, now);
  requireVersion(command, groupVersion(before, consent));
  const group = consent.is === 'kept' ? consent.takeover : before;
  const members = consent.is === 'kept' ? state.proposed(consent.takeover) : state.members(before);
  const onlyChanges = consent.is !== 'kept' && onlyChangesMembers(command.changes);
  const asShown = before.ownedBy === 'workspace' && consent.is !== 'kept' && !(onlyChanges && consent.is === 'needed');
  const said = yield* rosterSaid(command, members, asShown, state);
  const waits = mustWait(consent, before, said.on, state);
  const partial = waits && onlyChanges;
  const { on, off } = partial && asShown ? yield* rosterSaid(command, members, false, state) : said;
  // Users who are on the roster or in the team were already checked when they were added.
  const unlisted = [...members.unlistedAmong(on)];
  yield;
  const coming = new Set(unlisted.filter((userId) => !members.source(userId)));
  yield;
  const { skipped } = knownMembers(coming, account, state);
  yield;
  const { externalId: _, ...rest } = ownedByDirectory(before, { ...before, now });
  const wanted = withNames({ ...rest, ...namesOf(group) }, command.changes);
  requireFreeName(wanted, state, group);
  const of = { before, wanted, members, on, off, skipped, actor: command.actor, now };
  const decision = waits
    ? yield* propose(command, { consent, pushedIn, partial, ...of }, state)
    : yield* take({ takingOver: takingOver({ team: before, consent, pushedIn, ...of }, state, now), ...of });
  const staged = command.changes.map((change) => change.members?.staged);
  return { ...decision, changes: [...decision.changes, ...unstaged(account.id, staged)] };
}

function* take(change: RosterChange & { readonly before: Team }): Steps<TeamDecision> {
  const decision = yield* decideRosterChange(change);
  return { changes: decision.changes, events: decision.events, reply: replyOf(decision.team, change.before) };
}

interface Proposed extends RosterChange {
  readonly before: Team;
  readonly consent: Consent;
  readonly pushedIn: PushedIn;
  /** Only the changes are kept, so that the whole team need not be read for them. */
  readonly partial: boolean;
}

/** Whether it names some members, and says nothing of the others. */
export const onlyChangesMembers = (changes: readonly TeamChange[]): boolean =>
  changes.some(({ members }) => members !== undefined) && !changes.some(({ change }) => change === 'replace-members');

/** Changes of a workspace team are to the members whom SCIM shows; those of a kept proposal to what was pushed before. */
function* propose({ changes }: ChangeTeam, proposed: Proposed, state: TeamState): Steps<TeamDecision> {
  const { before: team, wanted, consent, pushedIn, partial, on, skipped, actor, now } = proposed;
  const takeover = 'takeover' in consent ? consent.takeover : undefined;
  const { displayName, externalId } = wanted;
  const isWhole = consent.is !== 'kept' && takeover !== undefined && !partial;
  const off = isWhole ? state.proposed(takeover).roster().difference(on) : proposed.off;
  yield;
  const kept = consent.is === 'kept' || !changes.some(({ members }) => members !== undefined);
  return yield* keepProposal(
    { team, takeover, pushedIn, kept, partial, displayName, externalId, on, off, skipped, actor, now },
    state,
  );
}

const namesOf = ({ displayName, externalId }: Pick<Team, 'displayName' | 'externalId'>) =>
  externalId === undefined ? { displayName } : { displayName, externalId };

/**
 * The users whom the changes put onto the roster, and those whom they take off it. Where changes name a user
 * repeatedly, the last one counts. The sets grow in place: a thousand changes that each copied them would cost the
 * square.
 */
function* rosterSaid(
  command: ChangeTeam,
  members: Members,
  takeover: boolean,
  state: TeamState,
): Steps<Pick<RosterChange, 'on' | 'off'>> {
  const lists = command.changes.flatMap(({ change, members: list }) => {
    if (change === 'rename' || change === 'set-external-id') return [];
    if (!list) throw new Refusal('invalid-message', { problems: [`${change} without members`] });
    return [{ change, ids: idsOf(list, command.accountId, state) }];
  });
  const on = new Set(takeover ? members.memberships() : []);
  const off = new Set<string>();
  // Only the last list that replaces all others does so: what came before it is taken off then, whatever ids it has.
  const fresh = lists.findLastIndex(({ change }) => change === 'replace-members');
  for (const [at, { change, ids }] of lists.entries()) {
    if (at === fresh) {
      moveAll(on, on, off);
      yield;
      moveAll(members.roster(), on, off);
    }
    yield;
    if (change === 'remove-members') moveAll(ids, on, off);
    else moveAll(ids, off, on);
  }
  return { on, off };
}

function moveAll(userIds: Iterable<string>, from: Set<string>, to: Set<string>): void {
  for (const userId of userIds) {
    from.delete(userId);
    to.add(userId);
  }
}

function withNames(team: Team, changes: readonly TeamChange[]): Team {
  let named = team;
  for (const { change, displayName, externalId } of changes) {
    if (change === 'rename' && displayName !== undefined) named = { ...named, displayName };
    if (change !== 'set-external-id') continue;
    const { externalId: _, ...rest } = named;
    named = externalId === undefined ? rest : { ...rest, externalId };
  }
  return named;
}
