const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The nil UUID (RFC 9562 §5.9): it is the id of nothing, and sorts before every other id. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a text is a UUID of any version, in either case. Ids from outside may be any text, and PostgreSQL accepts
 * only UUIDs.
 */
export function isUuid(text: string): boolean {
  return form.test(text);
}
