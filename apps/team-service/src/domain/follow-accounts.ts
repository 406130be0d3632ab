import { defaultAccountSettings, isNewerVersion, type AccountSettings, type Decision } from '@rollcall/contracts';
import type { Change, TeamState } from './team-state.js';

/** Follows a change of the settings of a replicated account. */
export function decideSettingsChanged(
  news: { accountId: string; version: number; settings: object },
  state: TeamState,
): Decision<Change> {
  const known = state.account(news.accountId);
  if (!known || !isNewerVersion(news.version, known.version)) return { changes: [], events: [] };
  const settings: AccountSettings = { ...defaultAccountSettings, ...news.settings };
  return { changes: [{ kind: 'account', account: { ...known, version: news.version, settings } }], events: [] };
}
