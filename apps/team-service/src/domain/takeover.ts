import type { Actor, TakeoverReply, TakeoverState, TeamReply } from '@rollcall/contracts';
import type { Team } from './team.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long a proposal waits for an admin after the directory's last word (docs/data.md). */
export const proposalKeptMs = 14 * dayMs;
/** How long a refused push may come again after an admin has allowed it. */
export const allowedMs = 24 * hourMs;
/** How long a takeover can be undone, and who was in the team before is known. */
export const undoMs = 30 * dayMs;

/** The command of the directory that brings a takeover or says more of it, and the request that it belongs to. */
export interface PushedIn {
  readonly id: string;
  readonly correlationId?: string | undefined;
}

/** A takeover of a workspace team: one that waits for an admin or was declined, or one that happened (rules 11, 26). */
export interface Takeover {
  readonly accountId: string;
  /** The id of the command that brought it. */
  readonly id: string;
  readonly teamId: string;
  /**
   * `updatedAt` in milliseconds: of the last push or decision, or since when other people are concerned. SCIM shows it as the version of a group that is kept, so that it equals
   * no version of the team and none of another proposal.
   */
  readonly version: number;
  readonly state: TakeoverState;
  /** The directory was told that the group is there: what it sends to the team's id is kept. */
  readonly kept: boolean;
  /** What was pushed are changes to the members of the moment, whoever they are then; else it is a whole list. */
  readonly partial?: true;
  readonly displayName: string;
  readonly externalId?: string;
  /** Of one that happened: name and externalId of the team before. Absent of those from before that was kept. */
  readonly formerName?: string;
  readonly formerExternalId?: string;
  readonly pushedBy: Actor;
  /** The directory's last request about it; absent where that was before it was kept. */
  readonly requestId?: string;
  readonly proposedAt: string;
  readonly updatedAt: string;
  readonly decidedBy?: Actor;
  readonly decidedAt?: string;
  /** RFC 3339: until then it waits, may be pushed again, or can be undone. Absent: without end. */
  readonly endsAt?: string;
  /** Of one that is done: how many gained and lost access. Absent where the former members stayed for a while. */
  readonly gained?: number;
  readonly lost?: number;
}

export const isOver = ({ endsAt }: Takeover, now: Date): boolean =>
  endsAt !== undefined && Date.parse(endsAt) <= now.getTime();

/** The request that a takeover is kept with. */
export const requestOf = ({ correlationId: requestId }: PushedIn): Pick<Takeover, 'requestId'> =>
  requestId === undefined ? {} : { requestId };

export const timeAfter = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/** A new version of a takeover. */
export function changed(takeover: Takeover, to: Partial<Takeover>, now: Date): Takeover {
  const version = Math.max(takeover.version + 1, now.getTime());
  return { ...takeover, ...to, version, updatedAt: new Date(version).toISOString() };
}

/** The version that admins see: it rises with the takeover's and with the team's, so that it stands for what they were shown. */
export const shownVersion = (takeover: Takeover, team: Pick<Team, 'version'>): number =>
  takeover.version + team.version;

/** A kept proposal as the directory's group. */
export function groupOf(takeover: Takeover, team: Team): Omit<TeamReply, 'changed'> {
  const { displayName, externalId, version, proposedAt, updatedAt } = takeover;
  return {
    accountId: team.accountId,
    id: team.id,
    version,
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    ownedBy: 'directory',
    createdAt: proposedAt,
    updatedAt,
  };
}

/** The takeover as admins see it. */
export function takeoverReply(takeover: Takeover, team: Team, hasChanged: boolean): TakeoverReply {
  const { externalId: _, partial: __, formerExternalId: ___, ...shown } = takeover;
  return { ...shown, version: shownVersion(takeover, team), teamName: team.displayName, changed: hasChanged };
}
