import { allowedNetworks, secretBox } from '@rollcall/delivery';
import { kafkaSettingsSpec } from '@rollcall/messaging';
import { duration, integer, oneOf, optionalSecret, secret, urls } from '@rollcall/service-kit';

/** The settings beside those of every service (internal port, callers, log level). */
export const auditServiceSettings = {
  ...kafkaSettingsSpec,
  /** Signs in as the role that may add entries and read them, and change none. */
  databaseUrl: secret('DATABASE_URL'),
  databasePool: integer('DATABASE_POOL', 4, { min: 2, max: 100 }),
  userServiceUrls: urls('USER_SERVICE_URL'),
  teamServiceUrls: urls('TEAM_SERVICE_URL'),
  tokenServiceUrls: urls('TOKEN_SERVICE_URL'),
  /** This service's secret when it asks other services for names, and for what is so now. */
  internalSecret: secret('INTERNAL_SECRET'),
  /** Signs the cursors of searches; the same on all instances. */
  cursorKey: secret('AUDIT_CURSOR_KEY'),
  /** Signs the root of the installation's log (ADR 0062): `PRIVATE+KEY+<name>+<id>+<base64>`; its name is the log's origin. */
  logKey: secret('AUDIT_LOG_KEY'),
  /** The key before it, while both sign. */
  previousLogKey: optionalSecret('AUDIT_LOG_KEY_PREVIOUS'),
  /** How often the roots of logs are said and signed. */
  checkpointEvery: duration('AUDIT_CHECKPOINT_EVERY', '10s'),
  /** How often owners are asked for versions that were not heard of. */
  compareEvery: duration('AUDIT_COMPARE_EVERY', '1h'),
  /** How long the log of changes is kept, and the log of requests that only read. */
  changesDays: integer('AUDIT_CHANGES_DAYS', 400, { min: 8, max: 3_660 }),
  readsDays: integer('AUDIT_READS_DAYS', 30, { min: 8, max: 3_660 }),
  /** Seals the secrets of streams; without it there are none. */
  streamKey: secretBox('AUDIT_STREAM_KEY'),
  /** Of what accounts name as receivers, the same as of webhooks for notices: networks besides public addresses, and http: (ADR 0055). */
  webhookNetworks: allowedNetworks('WEBHOOK_PRIVATE_ADDRESSES'),
  webhookHttp: oneOf('WEBHOOK_HTTP', ['refuse', 'allow'], 'refuse'),
  /** Whether entries go to the topic `rollcall.audit.entries` too: those of the log of changes, or all. */
  topic: oneOf('AUDIT_TOPIC', ['no', 'changes', 'all'], 'no'),
  /** A stream that fails for so long is told of in the log of its account. */
  streamTellAfter: duration('AUDIT_STREAM_TELL_AFTER', '15m'),
  /** Where an instance that sends for a stream is silent for so long, another goes on: longer than an attempt, which ends after 10 s. */
  streamLease: duration('AUDIT_STREAM_LEASE', '60s'),
  /** A stream that has sent nothing for so long says to its receiver that it lives; so often the topic of entries says it of each account. */
  heartbeat: duration('AUDIT_HEARTBEAT_EVERY', '1h'),
};
