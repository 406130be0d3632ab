import { hostname } from 'node:os';
import { callers } from '../internal-http/caller-credentials.js';
import { logLevels } from '../logging/logger.js';
import { integer, oneOf, optionalText, port, text } from '../settings/readers.js';
import type { SettingsOf } from '../settings/read-settings.js';
import { instanceName } from './instance-name.js';

/** The settings that every service reads beside its own. */
export const frameSettings = {
  instanceId: text('INSTANCE_ID', instanceName(process.pid, hostname())),
  internalHost: text('INTERNAL_HOST', '127.0.0.1'),
  internalPort: port('INTERNAL_PORT'),
  internalCallers: callers('INTERNAL_CALLERS'),
  drainSeconds: integer('DRAIN_SECONDS', 0, { min: 0, max: 60 }),
  logLevel: oneOf('LOG_LEVEL', logLevels, 'info'),
  otlpEndpoint: optionalText('OTEL_EXPORTER_OTLP_ENDPOINT'),
} as const;

export type FrameSettings = SettingsOf<typeof frameSettings>;
