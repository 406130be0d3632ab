import { SettingProblem, type Setting } from './read-settings.js';

function setting<T>(variable: string, fallback: T | undefined, parse: (value: string) => T): Setting<T> {
  return {
    variable,
    read(value) {
      if (value !== undefined) return parse(value);
      if (fallback === undefined) throw new SettingProblem('is missing');
      return fallback;
    },
  };
}

function optional<T>(variable: string, parse: (value: string) => T): Setting<T | undefined> {
  return { variable, read: (value) => (value === undefined ? undefined : parse(value)) };
}

export const text = (variable: string, fallback?: string): Setting<string> => setting(variable, fallback, (v) => v);

export const optionalText = (variable: string): Setting<string | undefined> => optional(variable, (v) => v);

/**
 * A secret: its text appears in no problem, log line or answer. It must be set and not empty: there is no default
 * secret.
 */
export const secret = (variable: string): Setting<string> => setting(variable, undefined, (v) => v);

export const optionalSecret = (variable: string): Setting<string | undefined> => optional(variable, (v) => v);

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export function integer(variable: string, fallback?: number, range: Range = {}): Setting<number> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
  return setting(variable, fallback, (value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < min || number > max)
      throw new SettingProblem(`must be a whole number from ${min} to ${max}, not "${value}"`);
    return number;
  });
}

/** A TCP port; 0 takes a free one. */
export const port = (variable: string, fallback?: number): Setting<number> =>
  integer(variable, fallback, { min: 0, max: 65_535 });

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Parses a duration such as `500ms`, `5s`, `10m`, `1h` or `365d`, to milliseconds. */
export function parseDuration(value: string): number | undefined {
  const match = /^(\d+)\s*(ms|s|m|h|d)$/.exec(value);
  return match ? Number(match[1]) * units[match[2] as keyof typeof units] : undefined;
}

/** A duration in milliseconds, written as `500ms`, `5s`, `10m`, `1h` or `365d`. */
export function duration(variable: string, fallback?: string): Setting<number> {
  const parse = (value: string) => {
    const ms = parseDuration(value);
    if (ms === undefined) throw new SettingProblem(`must be a length of time such as 500ms, 5s or 10m, not "${value}"`);
    return ms;
  };
  return setting(variable, fallback === undefined ? undefined : parse(fallback), parse);
}

export function flag(variable: string, fallback?: boolean): Setting<boolean> {
  return setting(variable, fallback, (value) => {
    if (/^(true|on|yes|1)$/i.test(value)) return true;
    if (/^(false|off|no|0)$/i.test(value)) return false;
    throw new SettingProblem(`must be true or false, not "${value}"`);
  });
}

/** Comma-separated; empty parts are left out, and an empty list counts as missing. */
export function list(variable: string, fallback?: readonly string[]): Setting<readonly string[]> {
  return setting(variable, fallback, (value) => {
    const parts = value.split(',').map((part) => part.trim());
    const named = parts.filter((part) => part !== '');
    if (named.length === 0) throw new SettingProblem('is missing');
    return named;
  });
}

/** Parses a URL and drops a slash at its end. A URL may hold a password, so no problem shows it. */
function parseUrl(value: string, protocols: readonly string[]): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !protocols.includes(parsed.protocol.slice(0, -1)))
    throw new SettingProblem(`must be a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`);
  return value.replace(/\/+$/, '');
}

const http = ['http', 'https'] as const;

export const url = (variable: string, fallback?: string, protocols: readonly string[] = http): Setting<string> =>
  setting(variable, fallback, (value) => parseUrl(value, protocols));

/** Comma-separated URLs of one service's instances. */
export function urls(variable: string, fallback?: readonly string[]): Setting<readonly string[]> {
  const texts = list(variable, fallback);
  return { variable, read: (value) => texts.read(value).map((each) => parseUrl(each, http)) };
}

/** The same, where the service may be left out. */
export function optionalUrls(variable: string): Setting<readonly string[] | undefined> {
  const read = urls(variable);
  return { variable, read: (value) => (value === undefined || value === '' ? undefined : read.read(value)) };
}

export function oneOf<const T extends string>(variable: string, allowed: readonly T[], fallback?: T): Setting<T> {
  return setting<T>(variable, fallback, (value) => {
    const known = allowed.find((each) => each === value);
    if (known === undefined) throw new SettingProblem(`must be ${allowed.join(' or ')}, not "${value}"`);
    return known;
  });
}
