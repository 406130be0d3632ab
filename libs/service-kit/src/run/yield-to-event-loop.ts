import { setTimeout as pause } from 'node:timers/promises';

/** How long something small takes beside something large, with all its round trips: one turn of the event loop would take it one step further. */
const pauseMs = 40;

/** Between the steps of long work: whatever else waits in this process goes first. */
export const yieldToEventLoop = (): Promise<void> => pause(pauseMs);
