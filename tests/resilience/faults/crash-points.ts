/** Where a service that takes commands can be killed, in the order in which it reaches them. */
const ofCommands = [
  'service.after-fetch',
  'service.after-claim',
  'service.before-commit',
  'service.after-commit-before-reply',
  'service.after-reply-before-offset-commit',
  'relay.after-select',
  'relay.after-produce-before-delete',
] as const;

/** The crash points that there are, by the service that reaches them. */
export const crashPoints = {
  'scim-gateway': ['gateway.after-produce'],
  'user-service': ofCommands,
  'team-service': [...ofCommands, 'reconciler.after-plan', 'reconciler.before-commit'],
  // It consumes user events: applied, and not yet committed; committed, and read again.
  'token-service': ['service.before-commit', 'service.after-reply-before-offset-commit'],
  'audit-service': ['service.before-commit'],
} as const;

export type CrashingApp = keyof typeof crashPoints;
