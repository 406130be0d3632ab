/** Every setting of an account, with its allowed values; the first is the default (docs/rules.md). */
export const accountSettingValues = {
  emailCase: ['normalise', 'refuse'],
  unknownUserType: ['refuse', 'fallback'],
  fallbackUserType: ['viewer', 'member', 'guest'],
  passwordSync: ['on', 'off'],
  lastAdminGuard: ['on', 'off'],
  directoryAdmins: ['allow', 'refuse'],
  externalId: ['person', 'label'],
  directoryScope: ['managed', 'all'],
  teamTakeover: ['replace', 'refuse', 'review'],
  unknownMembers: ['refuse', 'skip'],
  manualChanges: ['evict', 'refuse'],
  eraseReleasedAfterDays: ['never'],
  deprovisionBrake: ['off'],
  auditChangesDays: ['longest'],
  auditReadsDays: ['longest'],
} as const;

/** Settings that take a whole number beside their named values. */
export const accountSettingNumbers = {
  eraseReleasedAfterDays: { from: 1, to: 3_650 },
  /** Percent. */
  deprovisionBrake: { from: 1, to: 100 },
  /** At least a month: who got hold of an admin's session must not make go what shows it. */
  auditChangesDays: { from: 30, to: 3_650 },
  auditReadsDays: { from: 8, to: 3_650 },
} as const satisfies Partial<Record<keyof typeof accountSettingValues, { readonly from: number; readonly to: number }>>;

/** The bounds of a setting that takes a number; undefined for every other one. */
export function numbersOf(setting: string): { readonly from: number; readonly to: number } | undefined {
  return Object.hasOwn(accountSettingNumbers, setting)
    ? accountSettingNumbers[setting as keyof typeof accountSettingNumbers]
    : undefined;
}

/** Whether the text is a number that the setting takes, written as numbers usually are. */
export function isNumberOf(setting: string, value: string): boolean {
  const bounds = numbersOf(setting);
  return (
    bounds !== undefined && /^[1-9]\d{0,8}$/.test(value) && Number(value) >= bounds.from && Number(value) <= bounds.to
  );
}

export type AccountSettingName = keyof typeof accountSettingValues;

/** `fallbackUserType` also takes the id of a custom role of the account; `accountSettingNumbers` says what takes numbers. */
export type AccountSettings = {
  readonly [Name in AccountSettingName]: Name extends 'fallbackUserType' | keyof typeof accountSettingNumbers
    ? string
    : (typeof accountSettingValues)[Name][number];
};

export const defaultAccountSettings: AccountSettings = Object.fromEntries(
  Object.entries(accountSettingValues).map(([name, values]) => [name, values[0]]),
) as AccountSettings; // fromEntries loses the names
