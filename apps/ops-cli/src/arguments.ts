import {
  accountSettingValues,
  isNumberOf,
  numbersOf,
  allMessageDefinitions,
  closingTerm,
  isUuid,
  momentOf,
  topicDefinitions,
  type AccountSettingName,
} from '@rollcall/contracts';
import { parseDuration } from '@rollcall/service-kit';
import { services, type ServiceName } from './connections/ports.js';
import { ExitCode, OpsFailure } from './failure.js';

const usage = (sentence: string) => new OpsFailure(sentence, ExitCode.usage);

/** Parses a point in time: `15m` (that long ago), or a day or an RFC 3339 time with its zone. */
export function parseSince(text: string, now: Date, option = '--since'): Date {
  const ago = parseDuration(text);
  const time = ago === undefined ? momentOf(text) : new Date(now.getTime() - ago);
  if (!time) throw usage(`${option} "${text}" is no moment: write 15m, 2h, 3d or 2026-01-31T08:00:00Z`);
  return time;
}

/** Parses a moment: as `parseSince`, but a day is none, because much may change in it. */
export function parseMoment(text: string, now: Date, option: string): Date {
  const moment = parseSince(text, now, option);
  if (isDay(text))
    throw usage(
      `${option} "${text}" is a day, in which much may change: write a moment of it, such as ${text}T12:00:00Z`,
    );
  return moment;
}

const isDay = (text: string) => /^[\d-]{10}$/.test(text);

/** Parses an expiry: `365d` (from now) or a day or an RFC 3339 time with its zone, in the future. */
export function parseExpiry(text: string, now: Date, option = 'expires'): Date {
  const from = parseDuration(text);
  const time = from === undefined ? momentOf(text) : new Date(now.getTime() + from);
  if (!time || time <= now)
    throw usage(`--${option} "${text}" is no moment in the future: write 90d, 365d or 2027-01-31`);
  return time;
}

/** Parses the term after which an account is deleted, in seconds; less than a day only where that is said. */
export function parseTerm(text: string, mayBeShort: boolean): number {
  const ms = parseDuration(text);
  const seconds = Math.floor((ms ?? 0) / 1_000);
  if (ms === undefined || seconds > closingTerm.longest)
    throw usage(`--after "${text}" is no term: write a length of time such as 30d, 365d at most`);
  if (seconds < closingTerm.shortest && !mayBeShort)
    throw usage(
      `--after ${text} leaves no day to reopen the account: write at least 1d, or add --at-once if that is meant`,
    );
  return seconds;
}

/** Parses `name=value` pairs. Names and fixed values are checked here, so that a typing error costs no round trip. */
export function parseSettings(pairs: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const pair of pairs) {
    const [name, value] = split(pair);
    if (value === undefined || value === '')
      throw usage(`"${pair}" is no setting: write NAME=VALUE, e.g. emailCase=refuse`);
    const allowed: readonly string[] | undefined = accountSettingValues[name as AccountSettingName];
    if (allowed === undefined)
      throw usage(`there is no setting "${name}": choose ${Object.keys(accountSettingValues).join(', ')}`);
    if (!allowed.includes(value) && !isNumberOf(name, value) && !(name === 'fallbackUserType' && isUuid(value)))
      throw usage(`${name} cannot be "${value}": choose ${allowed.join(' or ')}${otherValues(name)}`);
    settings[name] = value;
  }
  return settings;
}

/** What a setting takes beside its named values, as the end of a sentence. */
function otherValues(setting: string): string {
  const numbers = numbersOf(setting);
  if (numbers) return ` or a whole number from ${numbers.from} to ${numbers.to}`;
  return setting === 'fallbackUserType' ? ' or the id of a role' : '';
}

function split(pair: string): [string, string | undefined] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** The full names of topics; without any name, all topics except dead letters and replies. */
export function parseTopics(names: readonly string[]): string[] {
  const known = topicDefinitions.map(({ name }) => name);
  if (names.length === 0) return known.filter((name) => !name.endsWith('.dead-letters'));
  return names.map((name) => {
    const full = name.startsWith('rollcall.') ? name : `rollcall.${name}`;
    if (!known.includes(full) && !full.startsWith('rollcall.replies.'))
      throw usage(
        `there is no topic "${name}": choose ${known.map((each) => each.replace('rollcall.', '')).join(', ')}`,
      );
    return full;
  });
}

/** Message types; each may end in `*`. */
export function parseTypes(types: readonly string[]): string[] {
  const known = allMessageDefinitions().map(({ type }) => type);
  for (const type of types)
    if (!known.some((each) => (type.endsWith('*') ? each.startsWith(type.slice(0, -1)) : each === type)))
      throw usage(`there is no message type "${type}": choose ${known.join(', ')}`);
  return [...types];
}

export function parseServices(name: string | undefined): readonly ServiceName[] {
  if (name === undefined) return services;
  const service = services.find((each) => each === name);
  if (service === undefined) throw usage(`there is no service "${name}": choose ${services.join(' or ')}`);
  return [service];
}

/** Checks a dead letter's name: `user-service/0/17`, as `dead-letters list` prints it. */
export function parseDeadLetter(text: string): void {
  const [, service] = /^([a-z-]+)\/\d+\/\d+$/.exec(text) ?? [];
  if (service === undefined)
    throw usage(`"${text}" is no dead letter: name one as \`dead-letters list\` prints it, e.g. user-service/0/17`);
  parseServices(service);
}

/**
 * Reads the value of an option: a whole number.
 * @returns as commander takes it
 */
export const countFor =
  (option: string, { min = 1, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {}) =>
  (text: string): number => {
    const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (count >= min && count <= max) return count;
    throw usage(`${option} takes a whole number from ${min} to ${max}, not "${text}"`);
  };

/** An id. @throws OpsFailure */
export function parseId(text: string): string {
  if (isUuid(text)) return text;
  throw usage(`"${text}" is no id: write one such as 01a228ac-8a34-7526-99df-42bc5b72d9a8`);
}
