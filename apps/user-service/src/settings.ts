import { kafkaSettingsSpec } from '@rollcall/messaging';
import { integer, secret } from '@rollcall/service-kit';

/** Beside those of every service (internal port, callers, log level). */
export const userServiceSettings = {
  ...kafkaSettingsSpec,
  /** Of the role that may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 10, { min: 2, max: 100 }),
};
