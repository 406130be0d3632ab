import type { Deviation } from './deviations.ts';

/** Every check that fails, and why it must. */
export const deviations: readonly Deviation[] = [];
