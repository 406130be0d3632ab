import { kafkaSettingsSpec } from '@rollcall/messaging';
import { integer, optionalSecret, secret, urls } from '@rollcall/service-kit';

/** The settings beside those of every service (internal port, callers, log level). */
export const tokenServiceSettings = {
  ...kafkaSettingsSpec,
  /** Signs in as the role that may not change tables. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 10, { min: 2, max: 100 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  /** This service's secret when it calls other services. */
  internalSecret: secret('INTERNAL_SECRET'),
  /**
   * The key of the token hashes: with the database alone a token can be neither guessed nor planted. If it is lost, all
   * tokens are invalid.
   */
  pepper: secret('TOKEN_PEPPER'),
  /** The pepper before, while tokens are moved to the current one. */
  previousPepper: optionalSecret('TOKEN_PEPPER_PREVIOUS'),
  /** Signs new tokens; gateways that have it too tell invented tokens by themselves. */
  signingKey: optionalSecret('TOKEN_SIGNING_KEY'),
};
