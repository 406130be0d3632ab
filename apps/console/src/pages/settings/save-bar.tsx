import { useState } from 'react';
import { Button } from '../../parts/button';
import { t } from '../../texts';
import type { SaveProps } from './change-list';
import { SaveDialog } from './save-dialog';
import { isGood } from './setting-facts';
import css from './settings.module.css';

/** What is changed but not saved; it stays in sight until it is saved or discarded. */
export function SaveBar({ canSave, ...props }: SaveProps & { readonly canSave: boolean }) {
  const { draft, onReset, now } = props;
  const [isSaving, setSaving] = useState(false);
  const isComplete = now.items.every((setting) => {
    const value = draft[setting.name];
    return value === undefined || isGood(setting, value);
  });
  const { bar } = t.settings;
  return (
    <section className={css.bar} aria-label={bar.label}>
      <p className={css.count}>{bar.count(Object.keys(draft).length)}</p>
      {isComplete ? null : <p className={css.last}>{bar.incomplete}</p>}
      <div className={css.buttons}>
        <Button onPress={onReset}>{bar.discard}</Button>
        <Button data-write kind="primary" isDisabled={!isComplete || !canSave} onPress={() => setSaving(true)}>
          {bar.save}
        </Button>
      </div>
      {isSaving ? <SaveDialog {...props} onClose={() => setSaving(false)} /> : null}
    </section>
  );
}
