import { allowedNetworks, secretBox } from '@rollcall/delivery';
import { kafkaSettingsSpec } from '@rollcall/messaging';
import {
  duration,
  hashOpener,
  integer,
  oneOf,
  optionalSecret,
  optionalText,
  optionalUrls,
  secret,
} from '@rollcall/service-kit';

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
  /** Seals the secrets of webhooks; without it there are none. */
  webhookKey: secretBox('WEBHOOK_KEY'),
  /** Networks to which webhooks may lead besides public addresses. */
  webhookNetworks: allowedNetworks('WEBHOOK_PRIVATE_ADDRESSES'),
  /** Whether webhooks may be http: too. */
  webhookHttp: oneOf('WEBHOOK_HTTP', ['refuse', 'allow'], 'refuse'),
  /** The server that takes mail, and whom it is from; without it none is sent. */
  smtpUrl: optionalSecret('SMTP_URL'),
  mailFrom: optionalText('MAIL_FROM'),
  /** Where the product's front end is: links in what is sent begin with it. */
  publicUrl: optionalText('WORKSPACE_PUBLIC_URL'),
  /** Whom this service asks for the names in what is sent, and its own credential there. */
  teamServiceUrls: optionalUrls('TEAM_SERVICE_URL'),
  tokenServiceUrls: optionalUrls('TOKEN_SERVICE_URL'),
  internalSecret: optionalSecret('INTERNAL_SECRET'),
};
