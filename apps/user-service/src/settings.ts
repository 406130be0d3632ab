import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, integer, secret } from '@rollcall/service-kit';

/** Beside those of every service (internal port, callers, log level). */
export const userServiceSettings = {
  ...kafkaSettingsSpec,
  /** Of the role that may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  /** How long somebody stays signed in. */
  sessionLifetimeMs: duration('SESSION_LIFETIME', '12h'),
  databasePool: integer('DATABASE_POOL', 10, { min: 2, max: 100 }),
};
