import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineEvent } from '../define/message.js';
import { ListOf } from '../schema/nested.js';
import { Topics } from '../topics.js';
import { managers, type ManagedBy } from '../users/managed-by.js';
import { MemberPutRight } from './reconciler-views.js';

/** The largest number of members in one event; a larger change is several events, each with its own version. */
export const membersPerEvent = 1_000;

/** The fields of every team event. The version is in the message's header. */
export class TeamEvent {
  @IsUUID() accountId: string;
  @IsUUID() teamId: string;
  @IsIn(managers) ownedBy: ManagedBy;
  @IsActor() actor: Actor;
  /** Why, where the command alone does not say it. */
  @IsOptional() @IsString() reason?: string;
}

export class TeamUpdated extends TeamEvent {
  /** Names of the changed attributes: `displayName`, `externalId`. */
  @IsArray() @IsString({ each: true }) changed: string[];
}

/** Who gained or lost access. The roster of a directory-owned team agrees, unless `reason` says otherwise. */
export class TeamMembersChanged extends TeamEvent {
  @IsArray() @ArrayMaxSize(membersPerEvent) @IsUUID('all', { each: true }) userIds: string[];
}

/**
 * The directory has taken over a workspace team (rule 11). The members events that follow say who gained and who lost
 * access.
 */
export class TeamTakenOver extends TeamEvent {
  @IsInt() gained: number;
  @IsInt() lost: number;
  /**
   * RFC 3339: the former members stay until then, because the group arrived without members. Absent where it had some.
   */
  @IsOptional() @IsString() waitsUntil?: string;
  /** By which it is shown, and can be undone. */
  @IsOptional() @IsUUID() takeoverId?: string;
}

/** Of a takeover that waits for an admin (rule 26). The team did not change. */
export class TeamTakeoverEvent extends TeamEvent {
  @IsUUID() takeoverId: string;
}

/** An admin has undone a takeover. The members events that follow say who came back and who lost access. */
export class TeamTakeoverUndone extends TeamTakeoverEvent {
  @IsInt() returned: number;
  @IsInt() lost: number;
}

/** A warning: the directory named people who are not in the account, and they were left out (rule 12). */
export class TeamMembersSkipped extends TeamEvent {
  @IsArray() @ArrayMaxSize(membersPerEvent) @IsString({ each: true }) unknownIds: string[];
}

/** What one run of the reconciler did (docs/rules.md#the-reconciler). Up to 1,000 members per event. */
export class TeamReconciled extends TeamEvent {
  @IsUUID() runId: string;
  @ListOf(() => MemberPutRight) evicted: MemberPutRight[];
  @ListOf(() => MemberPutRight) restored: MemberPutRight[];
}

/**
 * A run that was held: it would remove too many members, or the account only wants reports. The team did not change.
 */
export class TeamReconcileHeld extends TeamEvent {
  @IsUUID() runId: string;
  @IsInt() wouldEvict: number;
  @IsInt() wouldRestore: number;
  /** Whether an event will tell that it is held no more. Absent in events of older versions, which told no such thing. */
  @IsOptional() @IsBoolean() endIsTold?: boolean;
}

/** The same person is added by hand again and again: still evicted, with back-off, and reported once. */
export class TeamContended extends TeamEvent {
  @IsUUID() userId: string;
  @IsInt() evictions: number;
}

const example: TeamEvent = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  teamId: '01890a5d-ac96-774b-bcce-b302099a8061',
  ownedBy: 'directory',
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
};
const userId = '01890a5d-ac96-774b-bcce-b302099a8058';
const runId = '01890a5d-ac96-774b-bcce-b302099a8064';
const takeoverId = '01890a5d-ac96-774b-bcce-b302099a8066';
const admin: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const reconciler: Actor = { kind: 'system', id: 'team-service/reconciler' };
const base = { version: 1, topic: Topics.teamEvents, key: (e: TeamEvent) => e.teamId } as const;
const takeoverEvent = (type: string, actor: Actor) =>
  defineEvent({
    ...base,
    type,
    payload: TeamTakeoverEvent,
    example: { ...example, ownedBy: 'workspace' as const, actor, takeoverId },
  });

/**
 * Each event has one meaning and one version; warnings (`members-skipped`, `reconcile-held`, `held-run-ended`, `contended`), and what becomes of
 * a takeover before it happens, change no version.
 */
export const TeamEvents = {
  /** A new team. */
  created: defineEvent({ ...base, type: 'team.created', payload: TeamEvent, example }),
  /** Another name or `externalId`. */
  updated: defineEvent({
    ...base,
    type: 'team.updated',
    payload: TeamUpdated,
    example: { ...example, changed: ['displayName'] },
  }),
  takenOver: defineEvent({
    ...base,
    type: 'team.taken-over',
    payload: TeamTakenOver,
    example: { ...example, gained: 3, lost: 1 },
  }),
  /** The directory pushed a group of the team's name, which waits for an admin (rule 26). The team did not change. */
  takeoverProposed: takeoverEvent('team.takeover-proposed', example.actor),
  /** An admin has allowed it. The team changes with the events that follow. */
  takeoverAllowed: takeoverEvent('team.takeover-allowed', admin),
  /** An admin has declined it. The team did not change. */
  takeoverDeclined: takeoverEvent('team.takeover-declined', admin),
  /** The directory deleted the group before an admin has decided. */
  takeoverWithdrawn: takeoverEvent('team.takeover-withdrawn', example.actor),
  /** Nobody has decided for fourteen days after the directory's last word. */
  takeoverLapsed: takeoverEvent('team.takeover-lapsed', reconciler),
  takeoverUndone: defineEvent({
    ...base,
    type: 'team.takeover-undone',
    payload: TeamTakeoverUndone,
    example: { ...example, ownedBy: 'workspace' as const, actor: admin, takeoverId, returned: 1, lost: 3 },
  }),
  /** An admin handed the team back to the workspace: its roster is gone, its members stay. */
  handedBack: defineEvent({
    ...base,
    type: 'team.handed-back',
    payload: TeamEvent,
    example: { ...example, ownedBy: 'workspace' as const, actor: admin },
  }),
  /** The team is gone, with all its memberships. Its last event. */
  deleted: defineEvent({ ...base, type: 'team.deleted', payload: TeamEvent, example }),
  /** These users are members from now on. */
  membersAdded: defineEvent({
    ...base,
    type: 'team.members-added',
    payload: TeamMembersChanged,
    example: { ...example, userIds: [userId] },
  }),
  /** These users are no members any more. */
  membersRemoved: defineEvent({
    ...base,
    type: 'team.members-removed',
    payload: TeamMembersChanged,
    example: { ...example, userIds: [userId] },
  }),
  membersSkipped: defineEvent({
    ...base,
    type: 'team.members-skipped',
    payload: TeamMembersSkipped,
    example: { ...example, unknownIds: ['42'] },
  }),
  reconciled: defineEvent({
    ...base,
    type: 'team.reconciled',
    payload: TeamReconciled,
    example: {
      ...example,
      actor: reconciler,
      runId,
      evicted: [
        {
          userId,
          reason:
            'added by admin 01890a5d at 2026-11-24T10:00:00Z by hand; the team is owned by the directory since 2026-11-01',
        },
      ],
      restored: [],
    },
  }),
  reconcileHeld: defineEvent({
    ...base,
    type: 'team.reconcile-held',
    payload: TeamReconcileHeld,
    example: {
      ...example,
      actor: reconciler,
      runId,
      wouldEvict: 41,
      wouldRestore: 0,
      reason: 'would remove 41 of 100 members',
    },
  }),
  /** The held run is not needed any more: the team agrees with its group by itself. */
  heldRunEnded: defineEvent({
    ...base,
    type: 'team.held-run-ended',
    payload: TeamEvent,
    example: { ...example, actor: reconciler },
  }),
  contended: defineEvent({
    ...base,
    type: 'team.contended',
    payload: TeamContended,
    example: { ...example, actor: reconciler, userId, evictions: 5 },
  }),
} as const;
