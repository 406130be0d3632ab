const hour = 3_600_000;
const day = 24 * hour;

/** A topic that exists before anything runs, with its settings. */
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
} as const;

/** Replies go to one topic per instance; a reply topic that a command names must start with this. */
export const replyTopicPrefix = 'rollcall.replies.';

/** Replies are read at once or never: ten minutes are plenty. */
export const replyRetentionMs = hour / 6;

/** What a service reads. */
export interface Subscription {
  readonly commands: readonly string[];
  readonly events: readonly string[];
}

/** What each service reads: by this it subscribes, and operators know whom to expect. */
export const subscriptions = {
  'user-service': { commands: [Topics.userCommands], events: [] },
  'team-service': { commands: [Topics.teamCommands], events: [Topics.userEvents] },
  'token-service': { commands: [Topics.tokenCommands], events: [Topics.userEvents] },
} as const satisfies Record<string, Subscription>;

/** Where a service puts what it cannot decode or apply. */
export function deadLetterTopic(service: string): string {
  return `rollcall.${service}.dead-letters`;
}

/** Commands are kept 24 hours, events 30 days (design: "Topics"); dead letters as long as events. */
export const topicDefinitions: readonly TopicDefinition[] = [
  { name: Topics.userCommands, partitions: 12, retentionMs: day },
  { name: Topics.teamCommands, partitions: 12, retentionMs: day },
  { name: Topics.tokenCommands, partitions: 12, retentionMs: day },
  { name: Topics.userEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.teamEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.tokenEvents, partitions: 12, retentionMs: 30 * day },
  { name: Topics.scimRequests, partitions: 12, retentionMs: 30 * day },
  { name: deadLetterTopic('user-service'), partitions: 1, retentionMs: 30 * day },
  { name: deadLetterTopic('team-service'), partitions: 1, retentionMs: 30 * day },
  { name: deadLetterTopic('token-service'), partitions: 1, retentionMs: 30 * day },
];
