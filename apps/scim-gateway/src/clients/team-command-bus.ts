import type { TeamReply } from '@rollcall/contracts';
import type { Call } from '../http/request-context.js';

/** A whole group, as the directory sends it. */
export interface WholeTeam {
  readonly displayName: string;
  readonly externalId?: string;
  /** Undefined where the group says nothing of its members: a list that was not sent is not an empty one (rule 12). */
  readonly userIds?: readonly string[];
}

/** One step of a PATCH, in order. */
export type TeamStep =
  | { readonly change: 'rename'; readonly displayName: string }
  | { readonly change: 'set-external-id'; readonly externalId?: string }
  | { readonly change: 'add-members' | 'remove-members' | 'replace-members'; readonly userIds: readonly string[] };

interface OfTeam {
  readonly teamId: string;
  readonly ifMatch?: string[];
}

/** Sends changes to team-service; rejects as `CommandSender` does. Lists of members may be of any length. */
export interface TeamCommandBus {
  push(team: WholeTeam & { readonly teamId: string }, call: Call): Promise<TeamReply>;
  /** Members about whom nothing is said stay. */
  replace(team: WholeTeam & OfTeam, call: Call): Promise<TeamReply>;
  change(change: OfTeam & { readonly steps: readonly TeamStep[] }, call: Call): Promise<TeamReply>;
  delete(team: OfTeam, call: Call): Promise<void>;
}
