import type { AuditVolume } from '../../api/generated/types.gen';
import type { Point } from '../../parts/chart';
import { dayMonth, hourMinute } from '../../texts/format';

/** How long a bar is. */
export const lengths = { hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The counts as places of a chart, those without any included.
 * @param shown begin and end of the time that is shown, in milliseconds since 1970; without it, the counts say
 */
export function pointsOf(
  { counts }: AuditVolume,
  by: 'hour' | 'day',
  shown: readonly [begin: number, end: number] | undefined,
): readonly Point[] {
  if (counts.length === 0 && !shown) return [];
  const stepMs = lengths[by];
  const beginOfStep = (at: number) => Math.floor(at / stepMs) * stepMs;
  const moments = [...counts.map(({ from }) => Date.parse(from)), ...(shown ?? []).map(beginOfStep)];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const label = by === 'hour' ? hourMinute : dayMonth;
  return Array.from({ length: Math.round((last - first) / stepMs) + 1 }, (_, index) => {
    const at = first + index * stepMs;
    const here = counts.filter(({ from }) => Date.parse(from) === at);
    return {
      key: String(at),
      label: label(at),
      values: Object.fromEntries(here.map(({ outcome, count }) => [outcome, count])),
    };
  });
}
