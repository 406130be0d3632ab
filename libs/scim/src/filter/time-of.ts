const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|([+ -]\d\d):?(\d\d))?)?$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

/**
 * The time that a text means, in milliseconds since 1970; undefined where it is none. A dateTime (RFC 7643 §2.3.5), with any offset; without one
 * it is UTC, a date alone is its midnight, and a space before the offset was a plus sign.
 */
export function timeOf(text: string): number | undefined {
  const [, date, time = '00:00', hours, minutes] = form.exec(text.trim()) ?? [];
  if (date === undefined) return undefined;
  const at = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours.replace(' ', '+')}:${minutes}`}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether a text is written as an xsd:dateTime, and not only nearly. */
export const isDateTime = (text: string): boolean => dateTime.test(text);
