import { setTimeout as pause } from 'node:timers/promises';
import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthRegistry } from '../health/health-registry.js';
import type { MayAsk } from '../internal-http/admit-callers.js';
import { noCallers } from '../internal-http/caller-credentials.js';
import { createLogger, type Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { readSettings, type SettingsOf, type SettingsSpec } from '../settings/read-settings.js';
import { Telemetry } from '../telemetry/telemetry.js';
import { frameSettings, type FrameSettings } from './frame-settings.js';
import { FrameModule } from './frame.module.js';
import { createInternalApp } from './internal-app.js';
import type { Closable, ServiceFrame } from './service-frame.js';

type Awaitable<T> = T | Promise<T>;

/** One service, as its `main.ts` describes it. */
export interface ServiceDefinition<Spec extends SettingsSpec> {
  readonly name: string;
  /** The service's own settings; the frame's are read together with them. */
  readonly settings: Spec;
  /** The composition root. Its HTTP controllers are on the internal port. */
  module?(settings: SettingsOf<Spec> & FrameSettings, frame: ServiceFrame): Awaitable<Type | DynamicModule>;
  /** Consumes messages. It is connected after the modules are initialised, and closed before the internal port. */
  strategy?(
    app: NestFastifyApplication,
    settings: SettingsOf<Spec> & FrameSettings,
    frame: ServiceFrame,
  ): Awaitable<CustomTransportStrategy>;
  /** Starts further parts, such as a public port: they start last, and are closed first, in reverse order. */
  start?(
    app: NestFastifyApplication,
    settings: SettingsOf<Spec> & FrameSettings,
    frame: ServiceFrame,
  ): Awaitable<readonly Closable[]>;
  /** False for a service that answers no queries: `INTERNAL_CALLERS` is then not read, and every caller is refused. */
  readonly answersCallers?: boolean;
  /** Who may ask which route; by default as the contracts say. */
  readonly mayAsk?: MayAsk;
  /** Largest body on the internal port, in bytes. Default 2 MB. */
  readonly bodyLimit?: number;
}

/** Returns `definition` unchanged; its type gives the callbacks the types of the settings. */
export const defineService = <const Spec extends SettingsSpec>(definition: ServiceDefinition<Spec>) => definition;

export interface RunningService extends Closable {
  readonly name: string;
  /** Base URL of the internal port. */
  readonly internalUrl: string;
  /** How long it serves on after it was told to stop. */
  readonly drainSeconds: number;
  readonly app: NestFastifyApplication;
  readonly frame: ServiceFrame;
  /**
   * Shuts everything down in order: not ready, `DRAIN_SECONDS` of serving on, parts started last, messages, internal port,
   * modules, telemetry. `isStarting` leaves the waiting out: no client was told of the service yet.
   */
  close(options?: { readonly isStarting?: boolean }): Promise<void>;
}

/**
 * Starts a service in this process. Signals and exit codes are the caller's: `runService` and tests use this. When a
 * step fails, what was started before is closed again.
 * @throws SettingsError before anything is started
 */
export async function startService<const Spec extends SettingsSpec>(
  definition: ServiceDefinition<Spec>,
  env: Readonly<Record<string, string | undefined>>,
  logger?: Logger,
): Promise<RunningService> {
  const settings = settingsOf(definition, env);
  const frame = await frameOf(definition.name, settings, logger);
  const service = await definition.module?.(settings, frame);
  const root = FrameModule.around(frame, service);
  const app = await createInternalApp(frame, root, {
    bodyLimit: definition.bodyLimit ?? 2 * 1024 * 1024,
    mayAsk: definition.mayAsk,
  });
  const own: Closable[] = [];
  const close: RunningService['close'] = async ({ isStarting = false } = {}) => {
    frame.health.stopping();
    if (!isStarting) await pause(settings.drainSeconds * 1_000);
    for (const each of own.toReversed()) await each.close();
    await app.close();
    await frame.telemetry.stop();
  };
  try {
    if (definition.strategy) {
      const strategy = await definition.strategy(app, settings, frame);
      app.connectMicroservice({ strategy }, { inheritAppConfig: false });
    }
    await app.listen(settings.internalPort, settings.internalHost);
    await app.startAllMicroservices();
    own.push(...((await definition.start?.(app, settings, frame)) ?? []));
  } catch (error) {
    await close({ isStarting: true }).catch(() => undefined); // the first error is the one to throw
    throw error;
  }
  return {
    name: definition.name,
    internalUrl: await app.getUrl(),
    drainSeconds: settings.drainSeconds,
    app,
    frame,
    close,
  };
}

function settingsOf<Spec extends SettingsSpec>(
  definition: ServiceDefinition<Spec>,
  env: Readonly<Record<string, string | undefined>>,
): SettingsOf<Spec> & FrameSettings {
  const frame =
    definition.answersCallers === false ? { ...frameSettings, internalCallers: noCallers() } : frameSettings;
  return readSettings({ ...frame, ...definition.settings }, env);
}

async function frameOf(name: string, settings: FrameSettings, logger?: Logger): Promise<ServiceFrame> {
  return {
    name,
    instanceId: settings.instanceId,
    logger: logger ?? createLogger(name, { level: settings.logLevel }).with({ instance: settings.instanceId }),
    metrics: new Metrics(name),
    health: new HealthRegistry(),
    callers: settings.internalCallers,
    unsignedCommands: settings.unsignedCommands,
    telemetry: await Telemetry.start(name, settings.otlpEndpoint, settings.instanceId),
  };
}
