/** One setting: the environment variable it is read from, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  /**
   * Parses the variable's text; `undefined` stands for a variable that is absent or empty.
   * @throws SettingProblem saying what is wrong, without the value where that is secret
   */
  read(value: string | undefined): T;
}

export type SettingsSpec = Readonly<Record<string, Setting<unknown>>>;

/** The typed settings that a spec reads. */
export type SettingsOf<Spec extends SettingsSpec> = {
  readonly [Name in keyof Spec]: Spec[Name] extends Setting<infer T> ? T : never;
};

/** What is wrong with one variable. */
export class SettingProblem extends Error {}

/** All problems of the settings in one message, so that they can be corrected together. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(`the settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads all settings at once; no other code reads the environment.
 * @throws SettingsError naming every problem
 */
export function readSettings<Spec extends SettingsSpec>(
  spec: Spec,
  env: Readonly<Record<string, string | undefined>>,
): SettingsOf<Spec> {
  const problems = new Set<string>();
  const settings: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(spec)) {
    const value = env[setting.variable]?.trim();
    try {
      settings[name] = setting.read(value === '' ? undefined : value);
    } catch (error) {
      if (!(error instanceof SettingProblem)) throw error;
      problems.add(`${setting.variable} ${error.message}`);
    }
  }
  if (problems.size > 0) throw new SettingsError([...problems]);
  return settings as SettingsOf<Spec>;
}
