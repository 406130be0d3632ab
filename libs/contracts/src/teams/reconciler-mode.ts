/**
 * `enforce` corrects drift; `report-only` reports it and changes nothing; `paused` does not look for it
 * (docs/rules.md#the-reconciler).
 */
export const reconcilerModes = ['enforce', 'report-only', 'paused'] as const;
export type ReconcilerMode = (typeof reconcilerModes)[number];
