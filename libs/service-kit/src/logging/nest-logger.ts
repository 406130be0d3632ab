import type { LoggerService } from '@nestjs/common';
import { framesOf } from './describe-error.js';
import type { Logger } from './logger.js';

/** Writes Nest's own lines into the service's log. Its start-up lines are only useful for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), { where: contextOf(rest) });
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), { where: contextOf(rest) });
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(textOf(message), { where: contextOf(rest) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(textOf(message), { where: contextOf(rest), error: errorOf(message, rest) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(textOf(message), { where: contextOf(rest), error: errorOf(message, rest) });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(textOf(message), { where: contextOf(rest), error: errorOf(message, rest) });
  }
}

/**
 * Logs errors by their description, never by their text, even where Nest has made a string of them; of other texts, the
 * first line.
 */
function textOf(message: unknown): string {
  if (typeof message !== 'string')
    return message instanceof Error ? 'an error reached the framework' : 'the framework logged an object';
  const [line = ''] = message.split('\n', 1);
  return /^(\w*(?:Error|Exception)): /.exec(line)?.[1] ?? line;
}

/** By Nest's convention the last of the further parameters names the source of the line. */
function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function errorOf(message: unknown, rest: readonly unknown[]): unknown {
  if (message instanceof Error) return message;
  const stack = rest.find((each): each is string => typeof each === 'string' && framesOf(each) !== undefined);
  if (stack === undefined) return rest.find((each) => each instanceof Error);
  const error = new Error('from the framework');
  error.stack = stack;
  return error;
}
