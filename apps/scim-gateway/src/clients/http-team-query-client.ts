import {
  TeamQueries,
  type FindMemberIds,
  type MemberPage,
  type TeamPage,
  type TeamsByUser,
  type TeamsOfUsers,
  type TeamView,
} from '@rollcall/contracts';
import { queryOptions } from '@rollcall/gateway-kit';
import { RequestBatcher, type CallOptions, type InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import type { TeamQueryClient } from './team-query-client.js';

/** How many members are fetched, and held in memory, at a time. */
const membersAtOnce = 1_000;

/**
 * A query about more users than this (a page of a list) is sent alone: it would delay others, and exceed the size of a
 * call.
 */
const fewUsers = 10;

/** Calls team-service's internal port. Queries for the teams of a few users are batched. */
export class HttpTeamQueryClient implements TeamQueryClient {
  private readonly teamsOfUsers: RequestBatcher<TeamsOfUsers, TeamsByUser>;

  constructor(private readonly http: InternalHttpClient) {
    this.teamsOfUsers = new RequestBatcher({
      service: 'team-service',
      accountOf: ({ accountId }) => accountId,
      ask: (questions, options) => this.ask(questions, options),
    });
  }

  find(teamId: string, call: Call): Promise<TeamView> {
    return this.http.ask(TeamQueries.find, { accountId: call.accountId, teamId, as: 'group' }, queryOptions(call));
  }

  search(query: Parameters<TeamQueryClient['search']>[0], call: Call): Promise<TeamPage> {
    return this.http.ask(TeamQueries.search, { accountId: call.accountId, as: 'group', ...query }, queryOptions(call));
  }

  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    const page = { limit: membersAtOnce, ...(after === undefined ? {} : { after }) };
    return this.http.ask(TeamQueries.members, { accountId: call.accountId, teamId, ...page }, queryOptions(call));
  }

  async memberIds(filter: FindMemberIds['filter'], call: Call): Promise<readonly string[]> {
    const query = { accountId: call.accountId, filter };
    return (await this.http.ask(TeamQueries.memberIds, query, queryOptions(call))).ids;
  }

  async teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser> {
    const question: TeamsOfUsers = { accountId: call.accountId, userIds };
    if (userIds.length <= fewUsers) return this.teamsOfUsers.ask(question, queryOptions(call));
    const [teams = {}] = await this.ask([question], queryOptions(call));
    return teams;
  }

  private ask(questions: readonly TeamsOfUsers[], options: CallOptions): Promise<TeamsByUser[]> {
    return this.http.ask(TeamQueries.ofUsers, { questions }, options);
  }
}
