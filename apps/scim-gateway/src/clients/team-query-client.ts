import type { MemberPage, SearchTeams, TeamPage, TeamsByUser, TeamView } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/**
 * Reads from team-service: what was committed before the question was asked, and only of the caller's account. Rejects with
 * `Refusal` (`team-not-found`, `filter-not-supported`) where the service says no, with `ServiceUnavailable` where it gives no
 * answer in the time that is left.
 */
export interface TeamQueryClient {
  find(teamId: string, call: Call): Promise<TeamView>;
  search(query: Omit<SearchTeams, 'accountId'>, call: Call): Promise<TeamPage>;
  /** A page of what SCIM calls the group's members; `after` is the `next` of the page before it. */
  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage>;
  /** Of many users at once; who is in no team is left out. */
  teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser>;
}
