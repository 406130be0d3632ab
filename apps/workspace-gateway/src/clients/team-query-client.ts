import type {
  ListRunsQuery,
  MemberPage,
  ReconcilerStatus,
  RunPage,
  TeamDrift,
  TeamPage,
  TeamView,
} from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/** A page of a list that is sorted by id. */
export interface PageQuery {
  /** The last id of the previous page. */
  readonly after?: string;
  readonly limit: number;
}

/** Reads from team-service; rejects as `UserQueryClient` does (`team-not-found`). */
export interface TeamQueryClient {
  find(teamId: string, call: Call): Promise<TeamView>;
  list(page: PageQuery, call: Call): Promise<TeamPage>;
  /** The memberships: what the product shows, also where the roster differs. */
  members(teamId: string, page: PageQuery, call: Call): Promise<MemberPage>;
  reconciler(call: Call): Promise<ReconcilerStatus>;
  runs(asked: ListRunsQuery, call: Call): Promise<RunPage>;
  drift(teamId: string, call: Call): Promise<TeamDrift>;
}
