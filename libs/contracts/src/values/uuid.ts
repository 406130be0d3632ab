/** What a UUID of any version looks like, for a regular expression: in lower case, or without regard to case by its flag. */
export const uuidPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const form = new RegExp(`^${uuidPattern}$`, 'i');
const ofStandard = /^.{14}[1-8].{4}[89ab]/i;
const version7 = /^.{14}7.{4}[89ab]/i;

/** The nil UUID (RFC 9562 §5.9): it is the id of nothing, and sorts before every other id. */
export const nilUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a text is a UUID of any version, in either case. Ids from outside may be any text, and PostgreSQL accepts
 * only UUIDs.
 */
export function isUuid(text: string): boolean {
  return form.test(text);
}

/**
 * Whether it is a UUID that RFC 9562 knows: of versions 1 to 8, the nil or the max one. Commands take no other (`IsUUID`), so that others are
 * the ids of nothing.
 */
export function isUuidOfStandard(text: string): boolean {
  return isUuid(text) && (ofStandard.test(text) || text === nilUuid || /^[f-]+$/i.test(text));
}

/** When a UUIDv7 was made, in milliseconds (RFC 9562 §5.7); undefined for any other text. */
export function timeOfUuid(text: string): number | undefined {
  if (!isUuid(text) || !version7.test(text)) return undefined;
  return Number.parseInt(text.replaceAll('-', '').slice(0, 12), 16);
}

/** The least UUIDv7 of a millisecond: ids of UUIDv7 that were made since then are not before it. */
export function leastUuidOf(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
