const hour = 3_600_000;
const day = 24 * hour;

/** A topic that is created before any service runs, with its settings. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
}

export const Topics = {
  userCommands: 'rollcall.user.commands',
  teamCommands: 'rollcall.team.commands',
  tokenCommands: 'rollcall.token.commands',
  userEvents: 'rollcall.user.events',
  teamEvents: 'rollcall.team.events',
  tokenEvents: 'rollcall.token.events',
  scimRequests: 'rollcall.scim.requests',
  workspaceRequests: 'rollcall.workspace.requests',
  operatorRecords: 'rollcall.operator.records',
  auditEntries: 'rollcall.audit.entries',
} as const;

/**
 * A broker deletes whole segments, and a segment that is written to is kept: it begins a new one after this time. So nothing stays
 * longer than the retention and this.
 */
export function segmentMsOf(retentionMs: number): number {
  return Math.min(day, Math.max(hour / 6, Math.round(retentionMs / 6)));
}

/** Replies go to one topic per instance; a reply topic named by a command must begin with this prefix. */
export const replyTopicPrefix = 'rollcall.replies.';

/** Replies are read at once or never, so ten minutes are plenty. */
export const replyRetentionMs = hour / 6;

/** The topics that a service reads. */
export interface Subscription {
  readonly commandTopics: readonly string[];
  readonly eventTopics: readonly string[];
}

/**
 * The topics that each service reads. Services subscribe by this table, and operators see from it which groups to
 * expect.
 */
export const subscriptions = {
  'user-service': { commandTopics: [Topics.userCommands], eventTopics: [Topics.teamEvents, Topics.tokenEvents] },
  'team-service': { commandTopics: [Topics.teamCommands], eventTopics: [Topics.userEvents] },
  'token-service': { commandTopics: [Topics.tokenCommands], eventTopics: [Topics.userEvents] },
} as const satisfies Record<string, Subscription>;

/**
 * What audit-service reads: every event and every record of others, and no command, because commands hold values. It takes none
 * either, so it is none of the `subscriptions`.
 */
export const auditSubscription = {
  commandTopics: [],
  eventTopics: [
    Topics.userEvents,
    Topics.teamEvents,
    Topics.tokenEvents,
    Topics.scimRequests,
    Topics.workspaceRequests,
    Topics.operatorRecords,
  ],
} as const satisfies Subscription;

/** What readers outside of the product may read: events and records, the audit log's entries too. */
export const publishedTopics: readonly string[] = [...auditSubscription.eventTopics, Topics.auditEntries];

/**
 * The topics of which a caller reads the headers, to tell the browsers that listen to it what may have changed (ADR 0065). Each
 * instance reads them whole, in a group of its own.
 */
export const watchedTopics = {
  'workspace-gateway': [Topics.userEvents, Topics.teamEvents, Topics.tokenEvents, Topics.scimRequests],
} as const satisfies Record<string, readonly string[]>;

/**
 * The topics that each part writes, beside replies and dead letters; the broker's ACLs are made from it. A part that
 * can write commands has an admin's rights in every account, so only the edges and the operator's tool can.
 */
export const publications = {
  'user-service': [Topics.userEvents],
  'team-service': [Topics.teamEvents],
  'token-service': [Topics.tokenEvents],
  'audit-service': [Topics.auditEntries],
  'scim-gateway': [Topics.userCommands, Topics.teamCommands, Topics.scimRequests],
  'workspace-gateway': [Topics.userCommands, Topics.teamCommands, Topics.tokenCommands, Topics.workspaceRequests],
  'ops-cli': [Topics.userCommands, Topics.teamCommands, Topics.tokenCommands, Topics.operatorRecords],
} as const satisfies Record<string, readonly string[]>;

/** Prefix of a caller's reply topics, of which each instance has one; no other principal may read them. */
export function replyTopicsOf(caller: string): string {
  return `${replyTopicPrefix}${caller}.`;
}

/** The topic for records that a service cannot decode or apply. */
export function deadLetterTopic(service: string): string {
  return `rollcall.${service}.dead-letters`;
}

/** Commands are kept 24 hours, events and dead letters 30 days. */
export const topicDefinitions: readonly TopicDefinition[] = [
  { name: Topics.userCommands, partitions: 12, retentionMs: day },
  { name: Topics.teamCommands, partitions: 12, retentionMs: day },
  { name: Topics.tokenCommands, partitions: 12, retentionMs: day },
  { name: Topics.userEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.teamEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.tokenEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.scimRequests, partitions: 12, retentionMs: 30 * day },
  { name: Topics.workspaceRequests, partitions: 12, retentionMs: 30 * day },
  { name: Topics.operatorRecords, partitions: 1, retentionMs: 30 * day },
  { name: Topics.auditEntries, partitions: 12, retentionMs: 30 * day },
  { name: deadLetterTopic('user-service'), partitions: 1, retentionMs: 30 * day },
  { name: deadLetterTopic('team-service'), partitions: 1, retentionMs: 30 * day },
  { name: deadLetterTopic('token-service'), partitions: 1, retentionMs: 30 * day },
];
