import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, flag, hashSealer, integer, optionalSecret, secret, urls } from '@rollcall/service-kit';
import { trustedNetworks } from '../http/trusted-proxies.js';
import { accountLimitSettings } from '../limits/account-limits.js';
import { requestLogSettings } from '../request-log/connect-request-log.js';

/** What both gateways are told, beside the addresses of their own ports. */
export const commonGatewaySettings = {
  ...kafkaSettingsSpec,
  ...requestLogSettings,
  ...accountLimitSettings,
  trustedProxies: trustedNetworks('TRUSTED_PROXIES'),
  allowsPlainHttp: flag('PLAIN_HTTP', false),
  maxConnections: integer('MAX_CONNECTIONS', 5_000, { min: 1, max: 1_000_000 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  teamServiceUrls: urls('TEAM_SERVICE_URL'),
  tokenServiceUrls: urls('TOKEN_SERVICE_URL'),
  internalSecret: secret('INTERNAL_SECRET'),
  hashSealer: hashSealer('PASSWORD_PUBLIC_KEY'),
  /** The keys that tokens are signed with; without them token-service is asked about invented ones too. */
  tokenSigningKey: optionalSecret('TOKEN_SIGNING_KEY'),
  previousTokenSigningKey: optionalSecret('TOKEN_SIGNING_KEY_PREVIOUS'),
  requestBudgetMs: duration('REQUEST_BUDGET', '10s'),
} as const;
