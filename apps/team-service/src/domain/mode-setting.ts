import {
  ReconcilerEvents,
  Refusal,
  type Actor,
  type ModeSetting,
  type PendingEvent,
  type ReconcilerMode,
  type SetReconcilerMode,
} from '@rollcall/contracts';
import type { Account } from './team-state.js';

/** For so long at most the reconciler is paused, or only reports, where it is said until when. */
export const longestUntilMs = 90 * 24 * 3_600_000;

/**
 * What a command sets beside the mode. Of a mode that stays, the time since when it is so stays too.
 * @throws Refusal until-invalid where `until` is not ahead, too far ahead, or of a mode that has no end
 */
export function newSetting(
  { mode, actor, reason, until }: SetReconcilerMode,
  account: Account,
  now: Date,
): ModeSetting {
  if (until !== undefined) {
    const ahead = Date.parse(until) - now.getTime();
    if (mode === 'enforce' || ahead <= 0 || ahead > longestUntilMs) throw new Refusal('until-invalid', { until, mode });
  }
  const since = account.mode === mode ? account.setting?.since : undefined;
  return {
    since: since ?? now.toISOString(),
    by: actor,
    ...(reason === undefined || mode === 'enforce' ? {} : { reason }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
}

/** Whether two settings of one mode say the same, whoever said it. */
export const saysTheSame = (one: ModeSetting | undefined, other: ModeSetting): boolean =>
  one?.until === other.until && one?.reason === other.reason;

/** The event that tells of a mode; why it was set, in the words of a person, stays in the service. */
export function modeSet(
  { id: accountId, mode: former }: Pick<Account, 'id' | 'mode'>,
  mode: ReconcilerMode,
  { actor, until }: { readonly actor: Actor; readonly until?: string | undefined },
): PendingEvent {
  const payload = { accountId, mode, former, actor, ...(until === undefined ? {} : { until }) };
  return { type: ReconcilerEvents.modeSet.type, accountId, aggregateId: accountId, payload };
}
