import {
  AccountEvents,
  accountSettingValues,
  isNumberOf,
  numbersOf,
  Refusal,
  requireVersion,
  type AccountSettings,
  type AccountView,
  type ChangeAccountSettings,
  type Decision,
} from '@rollcall/contracts';
import { accountView, type Account } from './account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount } from '../preconditions.js';
import { repeatable } from '../storable-text.js';

/**
 * Changes the named settings and leaves the others.
 * @throws Refusal account-not-found, version-mismatch, setting-invalid naming the allowed values
 */
export function decideChangeSettings(command: ChangeAccountSettings, state: UserState): Decision<Change, AccountView> {
  const { accountId, actor } = command;
  const before = requireAccount(accountId, state);
  requireVersion(command, before.version);
  for (const [setting, value] of Object.entries(command.settings)) checkSetting(setting, value, before);
  const changed = Object.keys(command.settings).filter(
    (name) => command.settings[name] !== before.settings[name as keyof AccountSettings],
  );
  if (changed.length === 0) return { changes: [], events: [], reply: accountView(before) };
  const settings = { ...before.settings, ...command.settings } as AccountSettings; // checkSetting accepted each
  const former = Object.entries(before.settings).filter(([name]) => changed.includes(name));
  const after = { ...before, settings, version: before.version + 1 };
  return {
    changes: [{ kind: 'account', before, after }],
    events: [
      {
        type: AccountEvents.settingsChanged.type,
        accountId,
        aggregateId: accountId,
        version: after.version,
        payload: { accountId, actor, changed, settings, former: Object.fromEntries(former) },
      },
    ],
    reply: accountView(after),
  };
}

/** Checks one setting; the value may be any JSON. */
function checkSetting(setting: string, value: unknown, account: Account): void {
  const known: readonly string[] | undefined = Object.hasOwn(accountSettingValues, setting)
    ? accountSettingValues[setting as keyof AccountSettings]
    : undefined;
  const roles = setting === 'fallbackUserType' ? account.roles.map(({ id }) => id) : [];
  const numbers = numbersOf(setting);
  const allowed = known ? [...known, ...roles] : Object.keys(accountSettingValues);
  if (known && typeof value === 'string' && (allowed.includes(value) || isNumberOf(setting, value))) return;
  if (numbers) allowed.push(`a whole number from ${numbers.from} to ${numbers.to}`);
  throw new Refusal('setting-invalid', { setting: repeatable(setting), value: repeatable(String(value)), allowed });
}
