import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, integer, secret, urls } from '@rollcall/service-kit';

/** The settings of this service, besides those of every service (internal port, callers, log level). */
export const teamServiceSettings = {
  ...kafkaSettingsSpec,
  /** The database role of the service, which may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 16, { min: 4, max: 100 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  /** The secret that this service sends with its queries to other services. */
  internalSecret: secret('INTERNAL_SECRET'),
  /** How many teams one instance reconciles concurrently. */
  reconcilerWorkers: integer('RECONCILER_WORKERS', 4, { min: 1, max: 32 }),
  /** How often all directory-owned teams are compared, whatever events say. */
  sweepEveryMs: duration('RECONCILER_SWEEP_EVERY', '5m'),
};
