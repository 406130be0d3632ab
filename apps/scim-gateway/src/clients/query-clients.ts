import type { TeamQueryClient } from './http-team-query-client.js';
import type { UserQueryClient } from './http-user-query-client.js';

/** The clients for reads. */
export class QueryClients {
  constructor(
    readonly users: UserQueryClient,
    readonly teams: TeamQueryClient,
  ) {}
}
