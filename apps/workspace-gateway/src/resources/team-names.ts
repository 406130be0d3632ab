import { TeamQueries } from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/** The names of teams by their ids, deleted ones too; asked for at once. */
export async function teamNamesOf(
  queries: Queries,
  teamIds: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(teamIds)];
  if (wanted.length === 0) return new Map();
  const briefs = await queries.ask(TeamQueries.briefs, { accountId: call.accountId, teamIds: wanted }, call);
  return new Map(briefs.map(({ id, displayName }) => [id, displayName]));
}
