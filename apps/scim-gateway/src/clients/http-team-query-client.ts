import {
  TeamQueries,
  type MemberPage,
  type TeamPage,
  type TeamsByUser,
  type TeamsOfUsers,
  type TeamView,
} from '@rollcall/contracts';
import { RequestBatcher, type CallOptions, type InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
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
      ask: (questions, options) => this.ask(questions, options),
    });
  }

  find(teamId: string, call: Call): Promise<TeamView> {
    return this.http.get<TeamView>(TeamQueries.one(call.accountId, teamId), optionsOf(call));
  }

  search(query: Parameters<TeamQueryClient['search']>[0], call: Call): Promise<TeamPage> {
    return this.http.query<TeamPage>(TeamQueries.search, { accountId: call.accountId, ...query }, optionsOf(call));
  }

  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    const from = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `${TeamQueries.members(call.accountId, teamId)}?limit=${membersAtOnce}${from}`;
    return this.http.get<MemberPage>(path, optionsOf(call));
  }

  async teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser> {
    const question: TeamsOfUsers = { accountId: call.accountId, userIds };
    if (userIds.length <= fewUsers) return this.teamsOfUsers.ask(question, optionsOf(call));
    const [teams = {}] = await this.ask([question], optionsOf(call));
    return teams;
  }

  private ask(questions: readonly TeamsOfUsers[], options: CallOptions): Promise<TeamsByUser[]> {
    return this.http.query<TeamsByUser[]>(TeamQueries.ofUsers, { questions }, options);
  }
}
