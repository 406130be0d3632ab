import { accountLimitSettings, accountListSetting, requestLogSettings, trustedNetworks } from '@rollcall/gateway-kit';
import { bodyMemorySettings } from './http/body-limits.js';
import { kafkaSettingsSpec } from '@rollcall/messaging';
import {
  duration,
  flag,
  hashSealer,
  integer,
  optionalSecret,
  optionalText,
  port,
  secret,
  text,
  urls,
} from '@rollcall/service-kit';
import type { SettingsOf } from '@rollcall/service-kit';

/** The settings of the gateway, beside those of the service frame. See README.md. */
export const gatewaySettings = {
  ...kafkaSettingsSpec,
  host: text('SCIM_HOST', '127.0.0.1'),
  port: port('SCIM_PORT', 8080),
  publicUrl: optionalText('SCIM_PUBLIC_URL'),
  trustedProxies: trustedNetworks('TRUSTED_PROXIES'),
  tlsCertificate: optionalText('SCIM_TLS_CERT'),
  tlsKey: optionalText('SCIM_TLS_KEY'),
  allowsPlainHttp: flag('PLAIN_HTTP', false),
  maxConnections: integer('MAX_CONNECTIONS', 5_000, { min: 1, max: 1_000_000 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  teamServiceUrls: urls('TEAM_SERVICE_URL'),
  tokenServiceUrls: urls('TOKEN_SERVICE_URL'),
  internalSecret: secret('INTERNAL_SECRET'),
  hashSealer: hashSealer('PASSWORD_PUBLIC_KEY'),
  commandWindow: integer('COMMAND_WINDOW', 2_000, { min: 1, max: 100_000 }),
  ...requestLogSettings,
  ...accountLimitSettings,
  ...bodyMemorySettings,
  accountLists: accountListSetting,
  requestBudgetMs: duration('REQUEST_BUDGET', '10s'),
  groupBudgetMs: duration('GROUP_BUDGET', '50s'),
  passwordQueue: integer('PASSWORD_QUEUE', 256, { min: 1, max: 10_000 }),
  /** The keys that SCIM tokens are signed with; without them token-service is asked about every new token. */
  tokenSigningKey: optionalSecret('TOKEN_SIGNING_KEY'),
  previousTokenSigningKey: optionalSecret('TOKEN_SIGNING_KEY_PREVIOUS'),
  badTokenBurst: integer('BAD_TOKEN_BURST', 60, { min: 1, max: 100_000 }),
  credentialChecks: integer('CREDENTIAL_CHECKS', 16, { min: 1, max: 1_000 }),
  credentialCheckQueue: integer('CREDENTIAL_CHECK_QUEUE', 1_024, { min: 1, max: 1_000_000 }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
