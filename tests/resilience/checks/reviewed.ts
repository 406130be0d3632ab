import type { Databases } from '../../../tools/stack/databases.ts';
import type { Leaver } from '../load/leaver.ts';
import type { Ledger } from '../load/ledger.ts';
import type { ReviewedTeam } from '../load/reviewed-team.ts';
import { textOf, type ModelTeam } from '../load/takeover-model.ts';
import type { Facts } from './facts.ts';
import { readReviewed } from './reviewed-teams.ts';
import type { TeamHistories } from './team-histories.ts';

/** What was looked at before it happened: takeovers (I11) and leavers (I12), held against databases and events. */
export async function checkReviewed(
  ledger: Ledger,
  {
    databases,
    facts,
    histories,
  }: { readonly databases: Databases; readonly facts: Facts; readonly histories: TeamHistories },
): Promise<void> {
  const ids = ledger.reviewed.map(({ id }) => id);
  const found = await readReviewed(databases, ids);
  for (const team of ledger.reviewed) {
    for (const what of wrongWithTeam(team, found.get(team.id), histories))
      ledger.violated('I11', `${String(team)}: ${what}`);
  }
  for (const leaver of ledger.leavers) {
    for (const what of wrongWithLeaver(leaver, facts)) ledger.violated('I12', `${String(leaver)}: ${what}`);
  }
}

/** Owner, roster, memberships, the takeover and its lists are as they were answered, wholly; and so the events tell it. */
export function wrongWithTeam(
  team: ReviewedTeam,
  is: ModelTeam | undefined,
  histories: Pick<TeamHistories, 'of'>,
): string[] {
  if (!is) return ['is not there, and nobody deleted it'];
  const wrong = team.settle(is) ? [] : [`is: ${textOf(is)}; expected: ${team.expected}`];
  const history = histories.of(team.id);
  if (history?.ownedBy !== is.ownedBy) wrong.push(`is owned by the ${is.ownedBy}, its events say ${history?.ownedBy}`);
  const inEvents = [...(history?.members ?? [])].sort().join();
  if (inEvents !== [...is.members].sort().join()) wrong.push(`its events end with ${inEvents}, it has ${textOf(is)}`);
  // Where one was withdrawn, what is seen is the one before.
  const last = history?.takeover;
  if (last !== undefined && last !== is.takeover?.state)
    wrong.push(`its takeover is ${is.takeover?.state}, its events end with ${last}`);
  return wrong;
}

/** Who is held is active and on the list; who was approved has left; nobody else is on it. */
export function wrongWithLeaver(leaver: Leaver, { users, leavers }: Pick<Facts, 'users' | 'leavers'>): string[] {
  const user = users.find(({ id }) => id === leaver.person.id);
  if (!user) return ['is not there, and nobody took the person away'];
  const row = leavers.find(({ userId }) => userId === user.id)?.state ?? 'not';
  const wrong = leaver.allows(row, user.active) ? [] : [`is ${row} on the list, and active is ${user.active}`];
  if (user.held !== (row !== 'not')) wrong.push(`the user's row says held: ${user.held}, the list ${row}`);
  return wrong;
}
