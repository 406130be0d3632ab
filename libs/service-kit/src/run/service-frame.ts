import type { CallerCredentials } from '../internal-http/caller-credentials.js';
import { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { Telemetry } from '../telemetry/telemetry.js';

/**
 * What the frame gives a service. Each object can also be injected: `metrics`, `health` and `telemetry` by their
 * classes.
 */
export interface ServiceFrame {
  readonly name: string;
  readonly instanceId: string;
  /** Injected as `@Inject(LOGGER) logger: Logger`. */
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: HealthRegistry;
  readonly telemetry: Telemetry;
  /** Who may call the internal port, and who may send commands. */
  readonly callers: CallerCredentials;
  /** Whether unsigned commands are handled: `accept` while senders are updated that do not sign yet. */
  readonly unsignedCommands: 'refuse' | 'accept';
}

export const LOGGER = Symbol('rollcall.logger');

/** Injection token of the whole frame: `@Inject(SERVICE_FRAME) frame: ServiceFrame`. */
export const SERVICE_FRAME = Symbol('rollcall.service-frame');

/** Can be shut down. `close` is called once, and may take a few seconds. */
export interface Closable {
  close(): Promise<void> | void;
}
