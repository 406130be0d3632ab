import { timeOfUuid } from '@rollcall/contracts';

/**
 * How old a command may be. Services remember the commands that they have handled for two days (`cleanInbox`): what is delivered again
 * within that time has no second effect. The hour between is for clocks that differ.
 */
export const oldestCommandMs = 47 * 3_600_000;

/** Whether it may be forgotten already that a command with this id was handled; of an id without a time that is not known. */
export function isForgotten(id: string, now: number): boolean {
  const made = timeOfUuid(id);
  return made === undefined || made < now - oldestCommandMs;
}
