import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call';
import { findAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditEntryView, Role, Setting } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { rolesQuery } from '../../api/roles';
import type { SettingsRead } from '../../api/settings';
import { Section } from '../../parts/page';
import { t } from '../../texts';
import { Question } from './question';
import { SaveBar } from './save-bar';
import { changed, grouped, isBehind, lastChanges, type Draft } from './setting-facts';
import css from './settings.module.css';

/** All settings as questions, and what is changed of them but not saved. */
export function SettingsForm({ settings, canSave }: { readonly settings: SettingsRead; readonly canSave: boolean }) {
  const may = useMay();
  const [draft, setDraft] = useState<Draft>({});
  // What somebody changes is changed from what they saw, also when it is read anew meanwhile.
  const [base, setBase] = useState<SettingsRead>();
  const roles = useRoles();
  const changes = useLastChanges(settings.items);
  const change = (setting: Setting, value: string) => {
    const next = changed(draft, setting, value);
    setBase(Object.keys(next).length === 0 ? undefined : (base ?? settings));
    setDraft(next);
  };
  const reset = () => {
    setDraft({});
    setBase(undefined);
  };
  return (
    <div className={css.form}>
      {grouped(settings.items).map(([group, items]) => (
        <Section key={group} title={t.settings[group]}>
          {items.map((setting) => (
            <Question
              key={setting.name}
              setting={setting}
              value={draft[setting.name] ?? setting.value}
              roles={roles}
              lastChange={changes.get(setting.name)}
              onChange={may('scim.manage') ? (value) => change(setting, value) : undefined}
            />
          ))}
        </Section>
      ))}
      {base ? (
        <SaveBar
          base={base}
          now={settings}
          draft={draft}
          roles={roles}
          canSave={canSave && may('scim.manage')}
          onRebase={setBase}
          onReset={reset}
        />
      ) : null}
    </div>
  );
}

const none: readonly never[] = [];

/** The roles of the account, which can be values. */
function useRoles(): readonly Role[] {
  const may = useMay();
  const { data } = useQuery({ ...rolesQuery, enabled: may('roles.read') });
  return data?.items ?? none;
}

const lookAgainMs = 2_000;
const maxLooks = 10;

/** Who changed which setting last, as far as the log says it. */
function useLastChanges(items: readonly Setting[]): ReadonlyMap<string, AuditEntryView> {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['settings', 'changes'],
    queryFn: () => call(findAuditEntries({ query: { type: 'account.settings-changed', limit: 100 } })),
    enabled: may('audit.read'),
    // A change may be in the log a moment after it holds; one of long ago may be in it no more.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data && dataUpdateCount < maxLooks && isBehind(lastChanges(data.entries), items) ? lookAgainMs : false,
    retry: false, // the log may not be installed
  });
  return lastChanges(data?.entries ?? none);
}
