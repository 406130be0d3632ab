import {
  AccountEvents,
  ClosingEvents,
  LeaverEvents,
  NoticeEvents,
  ReconcilerEvents,
  SessionEvents,
  TeamEvents,
  TokenEvents,
  UserEvents,
  WebhookEvents,
} from '@rollcall/contracts';
import type { Permission } from '../auth/permissions.js';

/** Hints with ids: of users, teams, tokens, teams at which the reconciler has looked, and people who have signed in or out. */
export const idKinds = ['user', 'team', 'token', 'reconciler', 'sessions'] as const;
export type IdKind = (typeof idKinds)[number];

/** What everybody hears of themselves. */
export const ownKinds: readonly HintKind[] = ['user', 'sessions'];

/** Hints that say no more than that something is another. */
export const flagKinds = [
  'roles',
  'settings',
  'reconcilerMode',
  'takeovers',
  'leavers',
  'notices',
  'webhooks',
  'notifications',
  'account',
] as const;
export type FlagKind = (typeof flagKinds)[number];

/** `requests`: how many requests of the directory were answered. */
export type HintKind = IdKind | FlagKind | 'requests';

/** Who may hear of a kind: whoever may read what it leads to. */
export const permissionOf: Readonly<Record<HintKind, Permission>> = {
  user: 'users.read',
  team: 'teams.read',
  token: 'scim.read',
  reconciler: 'reconciler.read',
  sessions: 'users.manage',
  roles: 'roles.read',
  settings: 'scim.read',
  reconcilerMode: 'reconciler.read',
  takeovers: 'teams.manage',
  leavers: 'scim.read',
  notices: 'scim.read',
  webhooks: 'scim.read',
  notifications: 'scim.read',
  account: 'account.read',
  requests: 'scim.read',
};

/** What every message of an aggregate hints at, later types included: the first part of its type. */
const byAggregate: ReadonlyMap<string, readonly HintKind[]> = new Map([
  ['user', ['user']],
  ['team', ['team']],
  ['token', ['token']],
  ['role', ['roles']],
]);

/** What a type hints at besides. */
const byType: ReadonlyMap<string, readonly HintKind[]> = new Map([
  ['scim.request-answered', ['requests']],
  [TeamEvents.reconciled.type, ['reconciler']],
  [TeamEvents.reconcileHeld.type, ['reconciler', 'notices']],
  [TeamEvents.heldRunEnded.type, ['reconciler', 'notices']],
  [TeamEvents.contended.type, ['reconciler']],
  [ReconcilerEvents.runAsked.type, ['team', 'reconciler']],
  [ReconcilerEvents.approved.type, ['team', 'reconciler', 'notices']],
  [ReconcilerEvents.modeSet.type, ['reconcilerMode']],
  [TeamEvents.takenOver.type, ['takeovers']],
  [TeamEvents.takeoverProposed.type, ['takeovers', 'notices']],
  [TeamEvents.takeoverAllowed.type, ['takeovers', 'notices']],
  [TeamEvents.takeoverDeclined.type, ['takeovers', 'notices']],
  [TeamEvents.takeoverWithdrawn.type, ['takeovers', 'notices']],
  [TeamEvents.takeoverLapsed.type, ['takeovers', 'notices']],
  [TeamEvents.takeoverUndone.type, ['takeovers']],
  [TokenEvents.created.type, ['notices']],
  [TokenEvents.revoked.type, ['notices']],
  [TokenEvents.expired.type, ['notices']],
  [TokenEvents.endsSoon.type, ['notices']],
  [LeaverEvents.personHeld.type, ['leavers', 'notices']],
  [LeaverEvents.personStays.type, ['leavers', 'notices']],
  [LeaverEvents.held.type, ['leavers', 'notices']],
  [LeaverEvents.approved.type, ['leavers', 'notices']],
  [LeaverEvents.declined.type, ['leavers', 'notices']],
  [AccountEvents.settingsChanged.type, ['settings']],
  [AccountEvents.directoryMadeAdmin.type, ['notices']],
  [AccountEvents.directoryChangedAdminPassword.type, ['notices']],
  [NoticeEvents.acknowledged.type, ['notices']],
  [WebhookEvents.added.type, ['webhooks']],
  [WebhookEvents.changed.type, ['webhooks']],
  [WebhookEvents.removed.type, ['webhooks']],
  [WebhookEvents.secretRotated.type, ['webhooks']],
  [WebhookEvents.notificationsChosen.type, ['notifications']],
  [SessionEvents.started.type, ['sessions']],
  [SessionEvents.ended.type, ['sessions']],
  [ClosingEvents.closing.type, ['account']],
  [ClosingEvents.reopened.type, ['account']],
  [ClosingEvents.closed.type, ['account']],
]);

/** What a message of a type hints at; nothing, where no page shows it. */
export function kindsOf(type: string): readonly HintKind[] {
  const aggregate = type.slice(0, Math.max(0, type.indexOf('.')));
  return [...(byAggregate.get(aggregate) ?? []), ...(byType.get(type) ?? [])];
}

/** Whose notices user-service writes when it has heard of the message itself, which may be after us. */
export function areNoticesLate(type: string): boolean {
  return !type.startsWith('account.') && !type.startsWith('user.') && kindsOf(type).includes('notices');
}

const sessionChanges: ReadonlySet<string> = new Set([
  SessionEvents.ended.type,
  UserEvents.updated.type,
  UserEvents.deactivated.type,
  UserEvents.released.type,
  UserEvents.reassigned.type,
  UserEvents.erased.type,
  UserEvents.typeChanged.type,
]);

/** Whether sessions of anybody in the account may have other rights after a message: those who have a role, which it is about. */
export function concernsAllSessions(type: string): boolean {
  return type.startsWith('role.');
}

/** Whether sessions of the user whom a message is about may be over after it, or have other rights. */
export function concernsSessions(type: string): boolean {
  return sessionChanges.has(type);
}
