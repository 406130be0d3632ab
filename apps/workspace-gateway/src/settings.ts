import { commonGatewaySettings } from '@rollcall/gateway-kit';
import { duration, integer, optionalSecret, optionalText, optionalUrls, port, text } from '@rollcall/service-kit';
import type { SettingsOf } from '@rollcall/service-kit';

/** The settings of the gateway, beside those of the service frame. See README.md. */
export const gatewaySettings = {
  ...commonGatewaySettings,
  host: text('WORKSPACE_HOST', '127.0.0.1'),
  port: port('WORKSPACE_PORT', 8090),
  publicUrl: optionalText('WORKSPACE_PUBLIC_URL'),
  tlsCertificate: optionalText('WORKSPACE_TLS_CERT'),
  tlsKey: optionalText('WORKSPACE_TLS_KEY'),
  scimUrl: optionalText('SCIM_PUBLIC_URL'),
  /** The built console, from the working directory; where it is not there, the API is served alone. */
  consoleDirectory: text('CONSOLE_DIRECTORY', 'apps/console/dist'),
  /** Absent where audit-service is left out. */
  auditServiceUrls: optionalUrls('AUDIT_SERVICE_URL'),
  setupSecret: optionalSecret('SETUP_SECRET'),
  commandWindow: integer('COMMAND_WINDOW', 500, { min: 1, max: 100_000 }),
  passwordQueue: integer('PASSWORD_QUEUE', 64, { min: 1, max: 10_000 }),
  linkLifetimeMs: duration('LINK_LIFETIME', '24h'),
  invitationLifetimeMs: duration('INVITATION_LIFETIME', '7d'),
  signInBurst: integer('SIGN_IN_BURST', 20, { min: 1, max: 100_000 }),
  confirmedForMs: duration('CONFIRM_AFTER', '10m'),
  streamsPerSession: integer('SESSION_STREAMS', 5, { min: 1, max: 100_000 }),
  streamsPerPerson: integer('PERSON_STREAMS', 10, { min: 1, max: 100_000 }),
  streamsPerAccount: integer('ACCOUNT_STREAMS', 50, { min: 1, max: 100_000 }),
  streams: integer('STREAMS', 2_000, { min: 1, max: 100_000 }),
  requestBurst: integer('REQUEST_BURST', 300, { min: 1, max: 1_000_000 }),
  requestsPerSecond: integer('REQUESTS_PER_SECOND', 50, { min: 1, max: 100_000 }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
