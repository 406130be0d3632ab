import type { ManagedBy, Membership, TeamReply, TeamView } from '@rollcall/contracts';

/** A named set of users. Members are stored apart from it, so that a change of one member never touches the others. */
export interface Team {
  readonly accountId: string;
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly externalId?: string;
  readonly ownedBy: ManagedBy;
  /** RFC 3339: since when the directory owns the team. */
  readonly ownedSince?: string;
  /** Set after a takeover by an empty group: until this time the former members stay (rule 11). */
  readonly waitsUntil?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** How a user became a member. */
export type Origin = Omit<Membership, 'userId'>;

/** The replica of a user of the account. */
export interface Person {
  readonly accountId: string;
  readonly userId: string;
  /** The user's version that this copy is of; 0 where a query to user-service is open and has no answer yet. */
  readonly version: number;
  readonly active: boolean;
  readonly released: boolean;
}

/** A team as changes name it. */
export const teamKey = ({ accountId, id: teamId }: Team) => ({ accountId, teamId });

export function viewOf(team: Team): TeamView {
  const { waitsUntil: _, ...view } = team;
  return view;
}

export function replyOf(team: Team, before?: Team): TeamReply {
  return { ...viewOf(team), changed: team.version !== before?.version };
}
