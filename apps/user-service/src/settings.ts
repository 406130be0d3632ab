import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, hashOpener, integer, secret } from '@rollcall/service-kit';

/** The settings of this service, besides those of every service (internal port, callers, log level). */
export const userServiceSettings = {
  ...kafkaSettingsSpec,
  /** The database role of the service, which may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  /** How long a session lasts. */
  sessionLifetimeMs: duration('SESSION_LIFETIME', '12h'),
  /** Opens the password hashes that gateways seal. */
  hashOpener: hashOpener('PASSWORD_PRIVATE_KEY'),
  /** How long a session lasts that nobody uses. */
  sessionIdleMs: duration('SESSION_IDLE', '30m'),
  /** How often it is looked for people whom the directory released as long ago as their account wants. */
  erasureSweepMs: duration('ERASURE_SWEEP_EVERY', '10m'),
  sessionsPerPerson: integer('SESSIONS_PER_PERSON', 20, { min: 1, max: 1_000 }),
  databasePool: integer('DATABASE_POOL', 10, { min: 2, max: 100 }),
};
