import { createLogger, type Logger } from '../logging/logger.js';
import { SettingsError, type SettingsSpec } from '../settings/read-settings.js';
import { startService, type RunningService, type ServiceDefinition } from './start-service.js';

/** How long a graceful shutdown may take, after the drain. */
const gracePeriodMs = 10_000;

/** Logs the reason and ends the process with code 1. Log lines are written synchronously, so none is lost. */
export function exitWith(logger: Logger, reason: string, error?: unknown): never {
  logger.fatal(reason, error === undefined ? {} : { error });
  process.exit(1);
}

/**
 * The whole `main.ts` of a service: starts it, shuts it down gracefully on SIGTERM or SIGINT, within ten seconds after `DRAIN_SECONDS`, and
 * ends the process with code 1 when it cannot start or an error is not handled.
 */
export async function runService<const Spec extends SettingsSpec>(definition: ServiceDefinition<Spec>): Promise<void> {
  const logger = createLogger(definition.name);
  process.on('unhandledRejection', (error) => exitWith(logger, 'a rejected promise was not handled', error));
  process.on('uncaughtException', (error) => exitWith(logger, 'an error was not caught', error));
  const service = await startService(definition, process.env).catch((error: unknown) => {
    if (error instanceof SettingsError) process.stderr.write(`${definition.name}: ${error.message}\n`);
    return exitWith(logger, 'the service could not start', error);
  });
  stopOnSignals(service);
  service.frame.logger.info('the service has started', { url: service.internalUrl });
}

function stopOnSignals(service: RunningService): void {
  const { logger } = service.frame;
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) exitWith(logger, 'a second signal came: not waiting any longer');
    stopping = true;
    logger.info('the service is stopping', { signal });
    setTimeout(() => exitWith(logger, 'stopping took too long'), service.drainSeconds * 1_000 + gracePeriodMs).unref();
    service.close().then(
      () => {
        logger.info('the service has stopped');
        process.exit(0);
      },
      (error: unknown) => exitWith(logger, 'the service could not stop in good order', error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
