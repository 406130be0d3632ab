import type {
  AskRuns,
  MemberPage,
  ReconcilerStatus,
  RunPage,
  TeamDrift,
  TeamPage,
  TeamView,
} from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/** A page of a list in the order of ids. */
export interface PageAsked {
  /** The id that the page before ended with. */
  readonly after?: string;
  readonly limit: number;
}

/** Reads from team-service; rejects as `UserQueryClient` does (`team-not-found`). */
export interface TeamQueryClient {
  find(teamId: string, call: Call): Promise<TeamView>;
  list(page: PageAsked, call: Call): Promise<TeamPage>;
  /** Memberships: what the product shows, whatever the directory says. */
  members(teamId: string, page: PageAsked, call: Call): Promise<MemberPage>;
  reconciler(call: Call): Promise<ReconcilerStatus>;
  runs(asked: AskRuns, call: Call): Promise<RunPage>;
  drift(teamId: string, call: Call): Promise<TeamDrift>;
}
