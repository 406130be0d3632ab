let locale = 'en-GB';

/** Sets the language of all numbers, dates and lists. */
export function setLocale(next: string): void {
  locale = next;
  for (const forget of forgetting) forget();
}

const forgetting: (() => void)[] = [];

/** Made once for a language: making one takes longer than using it, and a list has hundreds of times and numbers. */
function kept<Format>(make: (locale: string) => Format): () => Format {
  let made: Format | undefined;
  forgetting.push(() => (made = undefined));
  return () => (made ??= make(locale));
}

const dates = (options: Intl.DateTimeFormatOptions) => {
  const format = kept((language) => new Intl.DateTimeFormat(language, options));
  return (at: string | number | Date): string => format().format(new Date(at));
};

const numbers = kept((language) => new Intl.NumberFormat(language));
export const number = (value: number): string => numbers().format(value);

const lists = kept((language) => new Intl.ListFormat(language, { type: 'conjunction' }));
export const list = (parts: readonly string[]): string => lists().format(parts);

const plurals = kept((language) => new Intl.PluralRules(language));

/**
 * The form that a number asks for.
 * @param forms by the categories of `Intl.PluralRules`; `other` is always there
 */
export function plural(
  count: number,
  forms: { readonly one?: string; readonly few?: string; readonly other: string },
): string {
  const category = plurals().select(count);
  return (category === 'one' ? forms.one : category === 'few' ? forms.few : undefined) ?? forms.other;
}

/** Day and time in the zone of the reader, as in "3 May 2026, 14:05:09". */
export const dateTime = dates({ dateStyle: 'medium', timeStyle: 'medium' });

/** As in "3 May 2026". */
export const date = dates({ dateStyle: 'medium' });

/** As in "14:05:09". */
export const time = dates({ timeStyle: 'medium' });

/** As in "3 May". */
export const dayMonth = dates({ day: 'numeric', month: 'short' });

/** As in "14:05". */
export const hourMinute = dates({ timeStyle: 'short' });

/** As in "Sun 14:00". */
export const dayHour = dates({ weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** As in "2026-05-03 12:05:09 UTC": what operators and logs say. */
export const utc = (at: string | number | Date): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relatives = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));

/** How long ago, or until when, as in "3 min ago" and "in 2 days". */
export function relative(at: string | number | Date, now = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1_000);
  const formatter = relatives();
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return formatter.format(Math.trunc(seconds / size), unit);
  }
  return formatter.format(seconds, 'second');
}

/** A length of time, as in "4 s", "12 min" and "3 h". */
export function duration(milliseconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      value,
    );
  if (milliseconds < 1_000) return unit(Math.round(milliseconds), 'millisecond');
  if (milliseconds < 60_000) return unit(milliseconds / 1_000, 'second');
  if (milliseconds < 3_600_000) return unit(Math.round(milliseconds / 60_000), 'minute');
  if (milliseconds < 86_400_000) return unit(milliseconds / 3_600_000, 'hour');
  return unit(Math.round(milliseconds / 86_400_000), 'day');
}

/** A length of time in seconds, as in "0.21 s"; from a minute on as `duration`. */
export function lasted(milliseconds: number, maximumFractionDigits = 2): string {
  if (milliseconds >= 60_000) return duration(milliseconds);
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits }).format(milliseconds / 1_000);
  return `${shown}\u00A0s`;
}

/** As `lasted`, for sentences: with one digit, and nothing is shorter than a tenth. */
export const seconds = (milliseconds: number): string => lasted(Math.max(100, milliseconds), 1);

/** A text at the beginning of a sentence. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
