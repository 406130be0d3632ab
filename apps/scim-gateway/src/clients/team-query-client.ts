import type { FindMemberIds, MemberPage, SearchTeams, TeamPage, TeamsByUser, TeamView } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/**
 * Reads from team-service: what was committed before the call, and only of the caller's account. Rejects with `Refusal`
 * (`team-not-found`, `filter-not-supported`) where the service refuses, and with `ServiceUnavailable` where it does not
 * answer in the remaining time.
 */
export interface TeamQueryClient {
  find(teamId: string, call: Call): Promise<TeamView>;
  search(query: Omit<SearchTeams, 'accountId'>, call: Call): Promise<TeamPage>;
  /** A page of the group's members in SCIM's sense; `after` is the `next` of the previous page. */
  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage>;
  /** The ids of the users who are in a team that fulfils a filter; refuses `too-many-found` beyond `maxIds`. */
  memberIds(filter: FindMemberIds['filter'], call: Call): Promise<readonly string[]>;
  /** The teams of many users at once; a user who is in no team has no entry. */
  teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser>;
}
