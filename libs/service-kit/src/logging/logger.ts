import { pino, type DestinationStream } from 'pino';
import { describeError } from './describe-error.js';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The only fields that reach a log. Each holds ids, the product's own names, or numbers: never a person's data, never a
 * secret.
 */
export const logFields = [
  'accountId',
  'address',
  'attempt',
  'caller',
  'check',
  'code',
  'consumer',
  'correlationId',
  'count',
  'deadline',
  'durationMs',
  'group',
  'id',
  'instance',
  'key',
  'lag',
  'lane',
  'messageId',
  'method',
  'offset',
  'outcome',
  'partition',
  'port',
  'reason',
  'requestId',
  'route',
  'scimType',
  'signal',
  'status',
  'tokenId',
  'topic',
  'traceparent',
  'type',
  'url',
  'version',
  'where',
] as const;

export type LogFields = { readonly [Field in (typeof logFields)[number]]?: string | number | boolean | undefined } & {
  readonly error?: unknown;
};

/** Messages are sentences without values; values go into the fields. */
export interface Logger {
  fatal(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  trace(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly level?: LogLevel | undefined;
  /** Where lines go; standard output where absent. */
  readonly destination?: DestinationStream | undefined;
}

/** Writes JSON lines, synchronously, so that the last lines before the process ends are not lost. */
export function createLogger(service: string, options: LoggerOptions = {}): Logger {
  const lines = pino(
    {
      level: options.level ?? 'info',
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
  return loggerOver((level, message, fields) => lines[level](fields, message));
}

type Write = (level: LogLevel, message: string, fields: object) => void;

function loggerOver(write: Write, always: LogFields = {}): Logger {
  const at = (level: LogLevel) => (message: string, fields?: LogFields) =>
    write(level, cut(message, 2_000), allowed({ ...always, ...fields }));
  return {
    fatal: at('fatal'),
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    trace: at('trace'),
    with: (fields) => loggerOver(write, { ...always, ...fields }),
  };
}

/** Keeps the fields of the list and drops all others, whatever the types say. */
function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const field of logFields) {
    const value = fields[field];
    if (typeof value === 'string') kept[field] = cut(value, 300);
    else if (typeof value === 'number' || typeof value === 'boolean') kept[field] = value;
  }
  if (fields.error !== undefined) {
    const { errorName, ...rest } = describeError(fields.error);
    kept['errorName'] = errorName;
    kept['error'] = rest;
  }
  return kept;
}

const cut = (value: string, length: number) => (value.length > length ? `${value.slice(0, length)}…` : value);
