import { accountListSetting, commonGatewaySettings } from '@rollcall/gateway-kit';
import { bodyMemorySettings } from './http/body-limits.js';
import { duration, integer, optionalText, port, text } from '@rollcall/service-kit';
import type { SettingsOf } from '@rollcall/service-kit';

/** The settings of the gateway, beside those of the service frame. See README.md. */
export const gatewaySettings = {
  ...commonGatewaySettings,
  host: text('SCIM_HOST', '127.0.0.1'),
  port: port('SCIM_PORT', 8080),
  publicUrl: optionalText('SCIM_PUBLIC_URL'),
  tlsCertificate: optionalText('SCIM_TLS_CERT'),
  tlsKey: optionalText('SCIM_TLS_KEY'),
  commandWindow: integer('COMMAND_WINDOW', 2_000, { min: 1, max: 100_000 }),
  ...bodyMemorySettings,
  accountLists: accountListSetting,
  groupBudgetMs: duration('GROUP_BUDGET', '50s'),
  passwordQueue: integer('PASSWORD_QUEUE', 256, { min: 1, max: 10_000 }),
  badTokenBurst: integer('BAD_TOKEN_BURST', 60, { min: 1, max: 100_000 }),
  credentialChecks: integer('CREDENTIAL_CHECKS', 16, { min: 1, max: 1_000 }),
  credentialCheckQueue: integer('CREDENTIAL_CHECK_QUEUE', 1_024, { min: 1, max: 1_000_000 }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
