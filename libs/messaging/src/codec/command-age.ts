/** Ids of commands are UUIDv7: they begin with the millisecond of their making (RFC 9562 §5.7). */
const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * How old a command may be. Services remember the commands that they have handled for two days (`cleanInbox`): what is delivered again
 * within that time has no second effect. The hour between is for clocks that differ.
 */
export const oldestCommandMs = 47 * 3_600_000;

/** Whether it may be forgotten already that a command with this id was handled; of an id without a time that is not known. */
export function isForgotten(id: string, now: number): boolean {
  if (!uuidv7.test(id)) return true;
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) < now - oldestCommandMs;
}
