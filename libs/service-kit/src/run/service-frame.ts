import { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { Telemetry } from '../telemetry/telemetry.js';

/** What a service gets from its frame; the same objects can be injected anywhere in it. */
export interface ServiceFrame {
  readonly name: string;
  readonly instanceId: string;
  /** Injected as `@Inject(LOGGER) logger: Logger`. */
  readonly logger: Logger;
  /** Injected by class. */
  readonly metrics: Metrics;
  /** Injected by class. */
  readonly health: HealthRegistry;
  /** Injected by class. */
  readonly telemetry: Telemetry;
}

export const LOGGER = Symbol('rollcall.logger');

/** The whole frame: `@Inject(SERVICE_FRAME) frame: ServiceFrame`. */
export const SERVICE_FRAME = Symbol('rollcall.service-frame');

/** Ends in good order; `close` is called once, and is given a few seconds. */
export interface Closable {
  close(): Promise<void> | void;
}
