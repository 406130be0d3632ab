import {
  TeamQueries,
  type FindMemberIds,
  type FirstTeam,
  type MemberPage,
  type SearchTeams,
  type TeamPage,
  type TeamsByUser,
  type TeamsOfUsers,
  type TeamView,
} from '@rollcall/contracts';
import { queryOptions } from '@rollcall/gateway-kit';
import { ScimError } from '@rollcall/scim';
import { RequestBatcher, type CallOptions, type InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/** How many members are fetched, and held in memory, at a time. */
const membersAtOnce = 1_000;

/**
 * A query about more users than this (a page of a list) is sent alone: it would delay others, and exceed the size of a
 * call.
 */
const fewUsers = 10;
const tooManyGroups =
  'These people are in more groups than one answer holds. Ask for fewer people at once, or for no groups (excludedAttributes=groups).';

/** What handlers ask, and fakes answer. */
export type TeamQueryClient = Pick<HttpTeamQueryClient, keyof HttpTeamQueryClient>;

/**
 * Reads from team-service: what was committed before the call, and only of the caller's account. Rejects with `Refusal`
 * (`team-not-found`, `filter-not-supported`) where the service refuses, and with `ServiceUnavailable` where it does not
 * answer in the remaining time. Queries for the teams of a few users are batched.
 */
export class HttpTeamQueryClient {
  private readonly teamsOfUsers: RequestBatcher<TeamsOfUsers, TeamsByUser | null>;

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

  search(query: Omit<SearchTeams, 'accountId'>, call: Call): Promise<TeamPage> {
    return this.http.ask(TeamQueries.search, { accountId: call.accountId, as: 'group', ...query }, queryOptions(call));
  }

  /** A page of the group's members in SCIM's sense; `after` is the `next` of the previous page. */
  members(teamId: string, after: string | undefined, call: Call): Promise<MemberPage> {
    const page = { limit: membersAtOnce, ...(after === undefined ? {} : { after }) };
    return this.http.ask(TeamQueries.members, { accountId: call.accountId, teamId, ...page }, queryOptions(call));
  }

  /** The ids of the users who are in a team that fulfils a filter; refuses `too-many-found` beyond `maxIds`. */
  async memberIds(filter: FindMemberIds['filter'], call: Call): Promise<readonly string[]> {
    const query = { accountId: call.accountId, filter };
    return (await this.http.ask(TeamQueries.memberIds, query, queryOptions(call))).ids;
  }

  /** The first members of the groups that fulfil a filter; refuses `too-many-found` beyond `maxIds`. */
  async firstMembers(filter: FindMemberIds['filter'], call: Call): Promise<readonly string[]> {
    const query = { accountId: call.accountId, filter };
    return (await this.http.ask(TeamQueries.firstMembers, query, queryOptions(call))).ids;
  }

  /** The first team of each of these users, at most `maxIds`. */
  firstTeams(userIds: readonly string[], call: Call): Promise<readonly FirstTeam[]> {
    return this.http.ask(TeamQueries.firstTeams, { accountId: call.accountId, userIds }, queryOptions(call));
  }

  /**
   * The teams of many users at once; a user who is in no team has no entry. What is too long to be told beside the questions of others is
   * asked for alone.
   * @throws ScimError tooMany where it is too long even so
   */
  async teamsOf(userIds: readonly string[], call: Call): Promise<TeamsByUser> {
    const question: TeamsOfUsers = { accountId: call.accountId, userIds };
    const isFew = userIds.length <= fewUsers;
    const together = isFew ? await this.teamsOfUsers.ask(question, queryOptions(call)) : null;
    if (together) return together;
    const [alone = null] = await this.ask([question], queryOptions(call));
    if (!alone) throw new ScimError(400, tooManyGroups, 'tooMany');
    return alone;
  }

  private ask(questions: readonly TeamsOfUsers[], options: CallOptions): Promise<(TeamsByUser | null)[]> {
    return this.http.ask(TeamQueries.ofUsers, { questions }, options);
  }
}
