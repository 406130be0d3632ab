const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|([+-]\d\d):?(\d\d))?)?$/i;

/**
 * The time that a text means, in milliseconds since 1970; undefined where it is none. A dateTime (RFC 7643 §2.3.5), with any offset; without one
 * it is UTC, and a date alone is its midnight.
 */
export function timeOf(text: string): number | undefined {
  const [, date, time = '00:00', hours, minutes] = form.exec(text.trim()) ?? [];
  if (date === undefined) return undefined;
  const at = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isNaN(at) ? undefined : at;
}
