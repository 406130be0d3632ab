import {
  TeamQueries,
  type ListRunsQuery,
  type MemberPage,
  type ReconcilerStatus,
  type RunPage,
  type SearchTeams,
  type TeamDrift,
  type TeamPage,
  type TeamView,
} from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';
import { optionsOf } from './call-options.js';
import type { PageQuery, TeamQueryClient } from './team-query-client.js';

/** Calls team-service's internal port. */
export class HttpTeamQueryClient implements TeamQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  find(teamId: string, call: Call): Promise<TeamView> {
    return this.http.get<TeamView>(TeamQueries.one(call.accountId, teamId), optionsOf(call));
  }

  list(page: PageQuery, call: Call): Promise<TeamPage> {
    const question: SearchTeams = { accountId: call.accountId, scope: 'all', offset: 0, ...page };
    return this.http.query<TeamPage>(TeamQueries.search, question, optionsOf(call));
  }

  members(teamId: string, { after, limit }: PageQuery, call: Call): Promise<MemberPage> {
    const from = after === undefined ? '' : `&after=${after}`;
    const path = `${TeamQueries.members(call.accountId, teamId)}?of=memberships&limit=${limit}${from}`;
    return this.http.get<MemberPage>(path, optionsOf(call));
  }

  reconciler(call: Call): Promise<ReconcilerStatus> {
    return this.http.get<ReconcilerStatus>(TeamQueries.reconciler(call.accountId), optionsOf(call));
  }

  runs({ before, limit, teamId }: ListRunsQuery, call: Call): Promise<RunPage> {
    const from = before === undefined ? '' : `&before=${before}`;
    const of = teamId === undefined ? '' : `&teamId=${teamId}`;
    return this.http.get<RunPage>(`${TeamQueries.runs(call.accountId)}?limit=${limit}${from}${of}`, optionsOf(call));
  }

  drift(teamId: string, call: Call): Promise<TeamDrift> {
    return this.http.get<TeamDrift>(TeamQueries.drift(call.accountId, teamId), optionsOf(call));
  }
}
