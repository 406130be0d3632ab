import type { WriteConditions } from './write-conditions.js';

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

export interface OfTeam extends WriteConditions {
  readonly teamId: string;
}
