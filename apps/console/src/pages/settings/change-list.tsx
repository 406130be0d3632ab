import type { Role } from '../../api/generated/types.gen';
import type { SettingsRead } from '../../api/settings';
import { t } from '../../texts';
import { saidOf, titleOf } from './question';
import type { Draft } from './setting-facts';
import css from './settings.module.css';

export interface SaveProps {
  /** The settings from which the changes began. */
  readonly base: SettingsRead;
  /** The settings as they are now. */
  readonly now: SettingsRead;
  readonly draft: Draft;
  readonly roles: readonly Role[];
  /** Begins the changes anew from other settings. */
  readonly onRebase: (settings: SettingsRead) => void;
  readonly onReset: () => void;
}

/** The changes, each with what holds now. */
export function ChangeList({ draft, now, roles }: Pick<SaveProps, 'draft' | 'now' | 'roles'>) {
  return (
    <ul className={css.changes}>
      {now.items
        .filter(({ name }) => draft[name] !== undefined)
        .map(({ name, value }) => (
          <li key={name}>
            <strong>{titleOf(name)}</strong>
            <br />
            {saidOf(name, draft[name] ?? value, roles)}
            <br />
            <span className={css.last}>{t.settings.bar.from(saidOf(name, value, roles))}</span>
          </li>
        ))}
    </ul>
  );
}
