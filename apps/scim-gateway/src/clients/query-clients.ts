import type { TeamQueryClient } from './team-query-client.js';
import type { UserQueryClient } from './user-query-client.js';

/** The services that answer reads. */
export class QueryClients {
  constructor(
    readonly users: UserQueryClient,
    readonly teams: TeamQueryClient,
  ) {}
}
