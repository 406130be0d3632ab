/** `enforce` puts drift right; `report-only` shows it and changes nothing; `paused` does not look (docs/rules.md#the-reconciler). */
export const reconcilerModes = ['enforce', 'report-only', 'paused'] as const;
export type ReconcilerMode = (typeof reconcilerModes)[number];
