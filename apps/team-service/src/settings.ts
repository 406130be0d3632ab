import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, integer, secret, urls } from '@rollcall/service-kit';

/** Beside those of every service (internal port, callers, log level). */
export const teamServiceSettings = {
  ...kafkaSettingsSpec,
  /** Of the role that may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 16, { min: 4, max: 100 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  /** What this service shows when it asks others. */
  internalSecret: secret('INTERNAL_SECRET'),
  /** How many teams one instance reconciles at the same time. */
  reconcilerWorkers: integer('RECONCILER_WORKERS', 4, { min: 1, max: 32 }),
  /** How often every directory-owned team is looked at, whatever events say. */
  sweepEveryMs: duration('RECONCILER_SWEEP_EVERY', '5m'),
};
