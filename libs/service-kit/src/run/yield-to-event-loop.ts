import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long a small task takes with all its round trips. A pause of one turn of the event loop would let it do only one
 * step.
 */
const pauseMs = 40;

/** Call it between the steps of long work: other tasks of this process run first. */
export const yieldToEventLoop = (): Promise<void> => pause(pauseMs);
