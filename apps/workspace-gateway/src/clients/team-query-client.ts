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

/** A page of a list in the order of ids. */
export interface PageQuery {
  /** The id that the page before ended with. */
  readonly after?: string;
  readonly limit: number;
}

/** Reads from team-service; rejects as `UserQueryClient` does (`team-not-found`). */
export interface TeamQueryClient {
  find(teamId: string, call: Call): Promise<TeamView>;
  list(page: PageQuery, call: Call): Promise<TeamPage>;
  /** Memberships: what the product shows, whatever the directory says. */
  members(teamId: string, page: PageQuery, call: Call): Promise<MemberPage>;
  reconciler(call: Call): Promise<ReconcilerStatus>;
  runs(asked: ListRunsQuery, call: Call): Promise<RunPage>;
  drift(teamId: string, call: Call): Promise<TeamDrift>;
}
