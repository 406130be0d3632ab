import type { ManagedBy, Membership, TeamReply, TeamView } from '@rollcall/contracts';

/** A named set of users. Its members are kept apart: a change of one member never touches the others. */
export interface Team {
  readonly accountId: string;
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly externalId?: string;
  readonly ownedBy: ManagedBy;
  /** RFC 3339: since when the directory owns it. */
  readonly ownedSince?: string;
  /** Taken over by a group that arrived empty: until then the former members stay (rule 11). */
  readonly waitsUntil?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How somebody came to be a member. */
export type Origin = Omit<Membership, 'userId'>;

/** What is known here of somebody of the account. */
export interface Person {
  readonly accountId: string;
  readonly userId: string;
  /** The user's version to which this is true; 0 where the owner has been asked and has not answered yet. */
  readonly version: number;
  readonly active: boolean;
  readonly released: boolean;
}

/** Names compare without regard to case (rule 11), and however their letters are composed. */
export function teamNameKey(displayName: string): string {
  return displayName.normalize('NFC').trim().toLowerCase();
}

export function viewOf(team: Team): TeamView {
  const { waitsUntil: _, ...view } = team;
  return view;
}

export function replyOf(team: Team, before?: Team): TeamReply {
  return { ...viewOf(team), changed: team.version !== before?.version };
}
