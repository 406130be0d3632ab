import { setTimeout as pause } from 'node:timers/promises';

/** How long a small request takes, with all its round trips. */
const restMs = 40;

/** Between the steps of a request with a long list, each of which takes a while: everybody else goes first. */
export const rest = (): Promise<void> => pause(restMs);
