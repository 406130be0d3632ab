const form = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * The moment that a person wrote: a time with its zone (RFC 3339, seconds may be left out), or a day, which begins at midnight (UTC).
 * @returns undefined for another text, and for a day that no calendar has
 */
export function momentOf(text: string): Date | undefined {
  const [, day] = form.exec(text) ?? [];
  const time = new Date(day !== undefined && isInCalendar(day) ? text : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** A Date takes 30 February, and makes another day of it. */
function isInCalendar(day: string): boolean {
  const time = new Date(day);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}
