const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The nil UUID (RFC 9562 §5.9): nobody's id, and before every other in the order of ids. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

/** Whether a text is a UUID of any version, in either case: ids that others name are any text, and the database takes only these. */
export function isUuid(text: string): boolean {
  return form.test(text);
}
