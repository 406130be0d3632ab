import type { TeamQueryClient } from './team-query-client.js';
import type { UserQueryClient } from './user-query-client.js';

/** The clients for reads. */
export class QueryClients {
  constructor(
    readonly users: UserQueryClient,
    readonly teams: TeamQueryClient,
  ) {}
}
