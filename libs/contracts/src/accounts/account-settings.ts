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
  teamTakeover: ['replace', 'refuse'],
  unknownMembers: ['refuse', 'skip'],
  manualChanges: ['evict', 'refuse'],
} as const;

export type AccountSettingName = keyof typeof accountSettingValues;

/** `fallbackUserType` also takes the id of a custom role of the account. */
export type AccountSettings = {
  readonly [Name in AccountSettingName]: Name extends 'fallbackUserType'
    ? string
    : (typeof accountSettingValues)[Name][number];
};

export const defaultAccountSettings: AccountSettings = Object.fromEntries(
  Object.entries(accountSettingValues).map(([name, values]) => [name, values[0]]),
) as unknown as AccountSettings; // fromEntries loses the types of the names
