import type { Actor, ModeSetting, ReconcilerMode } from '@rollcall/contracts';

/** What a row of `accounts` says of the reconciler. */
export interface ModeRow {
  readonly mode: ReconcilerMode;
  /** Both are null, or none is. */
  readonly mode_since: Date | null;
  readonly mode_by: Actor | null;
  readonly mode_reason: string | null;
  readonly mode_until: Date | null;
}

export const modeColumns = 'mode, mode_since, mode_by, mode_reason, mode_until';

export function modeOfRow(row: ModeRow): { mode: ReconcilerMode; setting?: ModeSetting } {
  const { mode, mode_since: since, mode_by: by, mode_reason: reason, mode_until: until } = row;
  if (!since || !by) return { mode };
  const setting = {
    since: since.toISOString(),
    by,
    ...(reason === null ? {} : { reason }),
    ...(until === null ? {} : { until: until.toISOString() }),
  };
  return { mode, setting };
}
