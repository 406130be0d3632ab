import { Refusal, type ChangeTeam, type Decision, type TeamChange, type TeamReply } from '@rollcall/contracts';
import { accountOf, checkNameIsFree, checkVersion, idsOf, teamOf } from './existing.js';
import { knownMembers } from './known-members.js';
import { checkTakeover, ownedByDirectory, unstaged } from './push-team.js';
import { settleRoster, type RosterChange } from './settle-roster.js';
import type { Change, Members, TeamBook } from './team-book.js';
import { replyOf, type Team } from './team.js';

/**
 * The directory changes name or members, in order, all or nothing (RFC 7644 §3.5.2). Only the members that are mentioned are looked
 * at, however many there are. A workspace team is taken over, and keeps the members that the change does not mention: SCIM showed
 * them before it, and shows them after it.
 * @throws Refusal team-not-found, version-mismatch, team-name-taken, takeover-refused, and what `idsOf` and `knownMembers` throw
 */
export function decideChangeTeam(command: ChangeTeam, book: TeamBook, now: Date): Decision<Change, TeamReply> {
  const account = accountOf(command.accountId, book);
  const before = teamOf(account.id, command.teamId, book);
  checkVersion(command.ifMatch, before.version);
  checkTakeover(before, account);
  const members = book.members(before);
  const said = saidRoster(command, members, before.ownedBy === 'workspace', book);
  // Whoever is there already was known when coming.
  const isComing = (userId: string) =>
    said.get(userId) === true && !members.inRoster(userId) && !members.source(userId);
  const { skipped } = knownMembers(new Set([...said.keys()].filter(isComing)), account, book);
  for (const userId of skipped) said.delete(userId);
  const wanted = withNames(ownedByDirectory(before, { ...before, now }), command.changes);
  checkNameIsFree(wanted, book);
  const roster = difference(said, members);
  const settled = settleRoster({ before, wanted, members, roster, skipped, actor: command.actor, now });
  const staged = command.changes.map((change) => change.members?.staged);
  return {
    changes: [...settled.changes, ...unstaged(account.id, staged)],
    events: settled.events,
    reply: replyOf(settled.team, before),
  };
}

/** What the changes say about each person mentioned; the last word counts. */
function saidRoster(command: ChangeTeam, members: Members, takeover: boolean, book: TeamBook): Map<string, boolean> {
  const said = new Map<string, boolean>();
  if (takeover) for (const userId of members.memberships()) said.set(userId, true);
  for (const { change, members: list } of command.changes) {
    if (change === 'rename' || change === 'set-external-id') continue;
    if (!list) throw new Refusal('invalid-message', { problems: [`${change} without members`] });
    const ids = idsOf(list, command.accountId, book);
    if (change === 'replace-members') {
      for (const userId of said.keys()) said.set(userId, false);
      for (const userId of members.roster()) said.set(userId, false);
    }
    for (const userId of ids) said.set(userId, change !== 'remove-members');
  }
  return said;
}

/** What the directory's word changes on the roster. A list may be long: one pass. */
function difference(said: ReadonlyMap<string, boolean>, members: Members): RosterChange {
  const [added, removed]: [string[], string[]] = [[], []];
  for (const [userId, is] of said) if (is !== members.inRoster(userId)) (is ? added : removed).push(userId);
  return {
    added,
    removed,
    has: (userId) => said.get(userId) ?? members.inRoster(userId),
    namesNobody: !said.values().some((is) => is),
  };
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
