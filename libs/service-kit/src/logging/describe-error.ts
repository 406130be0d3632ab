import { Refusal } from '@rollcall/contracts';
import { SettingsError } from '../settings/read-settings.js';
import { ServiceUnavailable } from '../internal-http/service-unavailable.js';

/** What a log line may contain of an error. */
export interface ErrorDescription {
  readonly errorName: string;
  readonly code?: string;
  /**
   * Only where the text is known to contain no values: the product's own classes, and errors of the operating system.
   */
  readonly message?: string;
  /** Frames only. */
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

type ErrorClass = abstract new (...args: never[]) => Error;

const safeClasses = new Set<ErrorClass>([Refusal, SettingsError, ServiceUnavailable]);

/** Start-up errors of Nest: their texts are built from class names, and they are useless without them. */
const safeNames = /^(Unknown|Undefined|Circular|Invalid|Runtime)\w*(Dependenc\w*|Module|Class|Exception)\w*$/;

/**
 * Declares that the messages of these classes hold no personal data, no secret and no SQL, so that logs may show them.
 */
export function registerSafeErrors(...classes: readonly ErrorClass[]): void {
  for (const each of classes) safeClasses.add(each);
}

/**
 * Describes an error without the data it may carry: drivers and parsers put values, SQL and fragments of input into
 * their messages, so a message is kept only when its class is registered as safe or the operating system wrote it.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { errorName: typeof error };
  return {
    errorName: error.constructor.name === 'Error' ? error.name : error.constructor.name,
    ...defined('code', codeOf(error)),
    ...defined('message', isSafe(error) ? error.message : undefined),
    ...defined('stack', framesOf(error.stack)),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** The frames of a stack, without the message above them. */
export function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return frames && frames.length > 0 ? frames.slice(0, 12).join('\n') : undefined;
}

function isSafe(error: Error): boolean {
  if ('syscall' in error && 'errno' in error) return true;
  if (safeNames.test(error.constructor.name)) return true;
  return [...safeClasses].some((each) => error instanceof each);
}

function codeOf(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? code : undefined;
}

function defined(key: 'code' | 'message' | 'stack', value: string | undefined): Partial<ErrorDescription> {
  return value === undefined ? {} : { [key]: value };
}
