/** The tables of which drift is the difference: what is (memberships), and what is to be (roster). */
type MemberTable = 'memberships' | 'roster';

/** The SQL columns, or parameters, that say which team is compared. */
export interface ComparedTeam {
  readonly accountId: string;
  readonly id: string;
}

/** The team that has this alias in the statement. */
export const aliased = (alias: string): ComparedTeam => ({ accountId: `${alias}.account_id`, id: `${alias}.id` });

/** SQL behind a SELECT: the rows `o` of one table of which the other has none for the same person of the team: one half of its drift. */
export function rowsOnlyIn(one: MemberTable, { accountId, id }: ComparedTeam): string {
  const other = one === 'roster' ? 'memberships' : 'roster';
  return `FROM ${one} o WHERE o.account_id = ${accountId} AND o.team_id = ${id} AND NOT EXISTS (
    SELECT FROM ${other} x WHERE x.account_id = o.account_id AND x.team_id = o.team_id AND x.user_id = o.user_id)`;
}

/** The SQL condition that a team differs from its roster. */
export const hasDrift = (team: ComparedTeam): string =>
  `(EXISTS (SELECT ${rowsOnlyIn('memberships', team)}) OR EXISTS (SELECT ${rowsOnlyIn('roster', team)}))`;
