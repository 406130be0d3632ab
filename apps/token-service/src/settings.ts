import { kafkaSettingsSpec } from '@rollcall/messaging';
import { integer, secret, urls } from '@rollcall/service-kit';

/** Beside those of every service (internal port, callers, log level). */
export const tokenServiceSettings = {
  ...kafkaSettingsSpec,
  /** Of the role that may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 10, { min: 2, max: 100 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  /** What this service shows when it asks others. */
  internalSecret: secret('INTERNAL_SECRET'),
  /** Keys the hashes of tokens: who has only the database can neither guess nor plant one. Losing it ends all tokens. */
  pepper: secret('TOKEN_PEPPER'),
};
