import type { StagedMembers } from '@rollcall/contracts';

/** What a message must know of teams and users to be decided. */
export interface TeamReads {
  readonly accountId: string;
  readonly teamId?: string;
  /** The name that the team is to have: another team may hold it. */
  readonly displayName?: string;
  /** Users of whom roster, membership and replica are read. */
  readonly userIds?: readonly string[];
  /** Replicate these users; the decision does not read them. */
  readonly replicateOnly?: readonly string[];
  /** Member lists that were staged before. */
  readonly staged?: readonly StagedMembers[];
  /** All members of the team: its list is replaced, or the team is deleted. */
  readonly allMembers?: boolean;
  /** The directory writes: where this takes a workspace team over, all its members and its takeovers are read. */
  readonly directory?: boolean;
  /** The directory names some members, and says nothing of the others. */
  readonly changesMembers?: boolean;
  /** The takeovers of the team, whoever owns it: it is deleted. */
  readonly takeovers?: boolean;
  /** A takeover of the team that the command decides: everything that is stored of it. */
  readonly takeoverId?: string;
  /** A user who left the account: all teams with that user are read. */
  readonly leaver?: string;
  /** A user who comes back to the account: the takeovers that name the user are read, as they are of a leaver. */
  readonly returning?: string;
  /** Of the leaver's teams only those whose membership somebody made by hand before this moment. */
  readonly byHandBefore?: Date;
  /** A user of whom the event tells a new state. */
  readonly person?: string;
  /** Whether a run of the team is held: the command may approve it. */
  readonly heldRun?: boolean;
  /** Whether the command changes the account itself. */
  readonly changesAccount?: boolean;
}
