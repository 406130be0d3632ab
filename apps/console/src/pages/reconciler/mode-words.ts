import type { Reconciler } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { dateTime, duration } from '../../texts/format';
import { actorName } from '../../texts/people';

type Mode = Reconciler['mode'];
const lengths = { hour: 3_600_000, shift: 8 * 3_600_000, open: undefined } as const;
export type Length = keyof typeof lengths;

/** What is sent for a mode. Only a pause, or a time of only reporting, has a reason and an end. */
export function modeBody(mode: Mode, why: string, long: Length, now = Date.now()) {
  if (mode === 'enforce') return { mode };
  const ms = lengths[long];
  return {
    mode,
    ...(why.trim() ? { reason: why.trim() } : {}),
    ...(ms === undefined ? {} : { until: new Date(now + ms).toISOString() }),
  };
}

type Setting = Pick<Reconciler, 'mode' | 'since' | 'by' | 'reason' | 'until'>;

/** Who set the mode, when and why, and until when. */
export function settingTexts({ since, by, reason, until }: Setting, provider: string): readonly string[] {
  const words = t.reconciler.mode;
  return [
    ...(since ? [by ? words.since(dateTime(since), actorName(by, provider)) : words.sinceOnly(dateTime(since))] : []),
    ...(reason ? [words.reason(reason)] : []),
    ...(until ? [words.until(dateTime(until))] : []),
  ];
}

/** How many teams wait to be looked at, and for how long. */
export function waitingText({ dirty, oldestDirtySeconds }: Pick<Reconciler, 'dirty' | 'oldestDirtySeconds'>): string {
  const words = t.reconciler.mode;
  return dirty === 0 ? words.idle : words.waiting(dirty, duration(oldestDirtySeconds * 1_000));
}
