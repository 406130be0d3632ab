import type { AuditVolume } from '../../api/generated/types.gen';
import type { Point } from '../../parts/chart';
import { dayMonth, hourMinute } from '../../texts/format';

/**
 * The counts as places of a chart, those without any included.
 * @param from where the shown time begins, in milliseconds since 1970; it ends with the newest count
 */
export function pointsOf({ counts }: AuditVolume, by: 'hour' | 'day', from: number): readonly Point[] {
  const stepMs = by === 'hour' ? 3_600_000 : 86_400_000;
  const moments = counts.map(({ from }) => Date.parse(from));
  if (moments.length === 0) return [];
  const last = Math.max(...moments);
  const first = last - Math.max(0, Math.floor((last - from) / stepMs)) * stepMs;
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
