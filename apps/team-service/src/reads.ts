import type { StagedMembers } from '@rollcall/contracts';

/** What of the teams a message needs to be decided. */
export interface TeamReads {
  readonly accountId: string;
  readonly teamId?: string;
  /** The name that a team is to have: somebody else may hold it. */
  readonly displayName?: string;
  /** Roster, membership and person of each. */
  readonly userIds?: readonly string[];
  /** People of whom nothing is needed now but that they be known here afterwards. */
  readonly replicateOnly?: readonly string[];
  /** Lists that were sent before. */
  readonly staged?: readonly StagedMembers[];
  /** All members of the team: the list is replaced, or the team goes. */
  readonly everybody?: boolean;
  /** The directory writes: a workspace team is taken over, and then everybody matters. */
  readonly directory?: boolean;
  /** Somebody who left the account: every team that has them. */
  readonly leaver?: string;
  /** Somebody whose state is told. */
  readonly person?: string;
  /** A run that is held: it may be let go. */
  readonly heldRun?: boolean;
  /** The command is about the account itself. */
  readonly changesAccount?: boolean;
}
