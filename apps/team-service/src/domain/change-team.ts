import {
  Refusal,
  type ChangeTeam,
  type Decision,
  type Steps,
  type TeamChange,
  type TeamReply,
} from '@rollcall/contracts';
import { requireAccount, requireFreeName, requireVersion, idsOf, requireTeam } from './preconditions.js';
import { knownMembers } from './known-members.js';
import { checkTakeover, ownedByDirectory, unstaged } from './push-team.js';
import { decideRosterChange, type RosterChange } from './decide-roster-change.js';
import type { Change, Members, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

/**
 * The directory changes name or members, in order, all or nothing (RFC 7644 §3.5.2). The decision reads only the
 * members that the changes name, however many the team has. A workspace team is taken over and keeps the members that
 * the changes do not name: SCIM showed them before the takeover, and must show them after it.
 * @throws Refusal team-not-found, version-mismatch, team-name-taken, takeover-refused, and what `idsOf` and
 *   `knownMembers` throw
 */
export function* decideChangeTeam(
  command: ChangeTeam,
  state: TeamState,
  now: Date,
): Steps<Decision<Change, TeamReply>> {
  const account = requireAccount(command.accountId, state);
  const before = requireTeam(account.id, command.teamId, state);
  requireVersion(command.ifMatch, before.version);
  checkTakeover(before, account);
  const members = state.members(before);
  const { on, off } = yield* rosterSaid(command, members, before.ownedBy === 'workspace', state);
  // Users who are on the roster or in the team were already checked when they were added.
  const unlisted = [...members.unlistedAmong(on)];
  yield;
  const coming = new Set(unlisted.filter((userId) => !members.source(userId)));
  yield;
  const { skipped } = knownMembers(coming, account, state);
  yield;
  const wanted = withNames(ownedByDirectory(before, { ...before, now }), command.changes);
  requireFreeName(wanted, state, before);
  const decision = yield* decideRosterChange({ before, wanted, members, on, off, skipped, actor: command.actor, now });
  const staged = command.changes.map((change) => change.members?.staged);
  return {
    changes: [...decision.changes, ...unstaged(account.id, staged)],
    events: decision.events,
    reply: replyOf(decision.team, before),
  };
}

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
  // Only the last list that replaces all others does so: what came before it is taken off then, whoever it names.
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
