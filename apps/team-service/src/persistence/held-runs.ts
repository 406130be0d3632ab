/**
 * Whether a run of a team waits for an admin: one that an admin has approved waits for the reconciler alone, and is held no more.
 * @param team the alias of the table of teams in the statement
 */
export const waitsForAdmin = (team: string) =>
  `EXISTS (SELECT FROM held_runs h WHERE h.account_id = ${team}.account_id AND h.team_id = ${team}.id AND NOT h.released)`;
