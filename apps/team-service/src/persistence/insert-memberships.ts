/**
 * SQL that writes memberships: the one place that says which columns they have.
 * @param select gives account, team, user, source, since when, and by whom, in this order
 */
export const insertMemberships = (select: string): string =>
  `INSERT INTO memberships (account_id, team_id, user_id, source, added_at, added_by) ${select}`;
