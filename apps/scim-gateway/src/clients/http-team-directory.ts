import { TeamQueries, type MemberPage, type TeamPage, type TeamsByUser, type TeamView } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { TeamDirectory } from './team-directory.js';

/** Members that are asked for, and held in memory, at a time. */
const membersAtOnce = 1_000;

/** Asks over team-service's internal port. */
export class HttpTeamDirectory implements TeamDirectory {
  constructor(private readonly http: InternalHttpClient) {}

  find(teamId: string, call: Call): Promise<TeamView> {
    return this.http.get<TeamView>(TeamQueries.one(call.accountId, teamId), optionsOf(call));
  }

  search(query: Parameters<TeamDirectory['search']>[0], call: Call): Promise<TeamPage> {
    return this.http.query<TeamPage>(TeamQueries.search, { accountId: call.accountId, ...query }, optionsOf(call));
  }

  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    const from = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `${TeamQueries.members(call.accountId, teamId)}?limit=${membersAtOnce}${from}`;
    return this.http.get<MemberPage>(path, optionsOf(call));
  }

  teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser> {
    return this.http.query<TeamsByUser>(TeamQueries.ofUsers, { accountId: call.accountId, userIds }, optionsOf(call));
  }
}
