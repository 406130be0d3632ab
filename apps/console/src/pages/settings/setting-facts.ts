import type { AuditEntryView, Role, Setting } from '../../api/generated/types.gen';

/** What somebody wants to change, by the names of settings. An empty text is a number that is still to be entered. */
export type Draft = Readonly<Record<string, string>>;

/** The settings in the order of questions that belong together; those of later versions are under `others`. */
const groups = {
  people: [
    'emailCase',
    'unknownUserType',
    'fallbackUserType',
    'passwordSync',
    'directoryAdmins',
    'externalId',
    'directoryScope',
  ],
  teams: ['teamTakeover', 'unknownMembers', 'manualChanges'],
  safety: ['lastAdminGuard', 'deprovisionBrake', 'eraseReleasedAfterDays', 'auditChangesDays', 'auditReadsDays'],
} as const;

export type Group = keyof typeof groups | 'others';

/** The settings of each group that the API has. */
export function grouped(items: readonly Setting[]): readonly (readonly [Group, readonly Setting[]])[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const known = Object.entries(groups).map(([group, names]) => {
    const found = names.flatMap((name) => byName.get(name) ?? []);
    for (const name of names) byName.delete(name);
    return [group as Group, found] as const;
  });
  return [...known, ['others', [...byName.values()]] as const].filter(([, found]) => found.length > 0);
}

/** Whether a value is one that the setting takes. */
export function isGood({ allowed, numbers }: Pick<Setting, 'allowed' | 'numbers'>, value: string): boolean {
  if (allowed.includes(value)) return true;
  return (
    numbers !== undefined && /^[1-9]\d*$/.test(value) && Number(value) >= numbers.from && Number(value) <= numbers.to
  );
}

/** The draft with another value of a setting; who goes back to what holds has changed nothing. */
export function changed(draft: Draft, { name, value: holds }: Pick<Setting, 'name' | 'value'>, value: string): Draft {
  const { [name]: _, ...others } = draft;
  return value === holds ? others : { ...others, [name]: value };
}

interface Words {
  readonly values: Readonly<Record<string, string>>;
  readonly number: ((value: number) => string) | undefined;
  readonly role: (name: string) => string;
}

/** A value as a sentence: its own, that of a number, or the name of a role; the value itself where nobody knows more. */
export function sentenceOf(value: string, { values, number, role }: Words, roles: readonly Role[]): string {
  const own = values[value];
  if (own !== undefined) return own;
  const named = roles.find(({ id }) => id === value);
  if (named) return role(named.name);
  return number && /^\d+$/.test(value) ? number(Number(value)) : value;
}

/** The newest change of each setting, from entries of the log, the newest first. */
export function lastChanges(entries: readonly AuditEntryView[]): ReadonlyMap<string, AuditEntryView> {
  const found = new Map<string, AuditEntryView>();
  for (const entry of entries) {
    const settings: unknown = entry.detail?.['settings'];
    if (typeof settings !== 'object' || settings === null) continue;
    for (const name of Object.keys(settings)) if (!found.has(name)) found.set(name, entry);
  }
  return found;
}

/** Whether the log does not have the change yet that made a setting what it is. */
export function isBehind(changes: ReadonlyMap<string, AuditEntryView>, items: readonly Setting[]): boolean {
  return items.some(({ name, value, default: unchanged }) => {
    const logged = changes.get(name);
    return logged ? valueIn(logged, name) !== value : value !== unchanged;
  });
}

/** The value that an entry says a setting was given. */
function valueIn({ detail }: AuditEntryView, name: string): unknown {
  return (detail?.['settings'] as Readonly<Record<string, unknown>> | undefined)?.[name];
}

/** What is different since somebody began to change settings, without what they change themselves. */
export function changedMeanwhile(then: readonly Setting[], now: readonly Setting[], draft: Draft): readonly Setting[] {
  const former = new Map(then.map(({ name, value }) => [name, value]));
  return now.filter(({ name, value }) => former.get(name) !== value && draft[name] !== value);
}
