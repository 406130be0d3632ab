import { useSyncExternalStore } from 'react';
import { live } from '../live/live';
import { Button } from '../parts/button';
import { Note } from '../parts/state';
import { t } from '../texts';
import { time } from '../texts/format';
import css from './live-note.module.css';

const useLive = () => useSyncExternalStore(live.subscribe, () => live.state);

/** Whether what is shown follows what happens. */
export function LiveDot() {
  const { state } = useLive();
  return (
    <span
      className={`${css.dot} ${css[state]}`}
      role="img"
      aria-label={t.shell.live[state]}
      title={t.shell.live[state]}
    />
  );
}

/** Says that live updates are interrupted, and that there is a newer console. */
export function LiveNote() {
  const { state, since, hasNewerBuild } = useLive();
  if (state === 'interrupted') {
    return (
      <div className={css.note}>
        <Note tone="warn">
          <p>{t.shell.live.since(time(since))}</p>
        </Note>
      </div>
    );
  }
  if (!hasNewerBuild) return null;
  return (
    <div className={css.note}>
      <Note
        tone="neutral"
        actions={<Button onPress={() => globalThis.location.reload()}>{t.shell.live.reload}</Button>}
      >
        <p>{t.shell.live.newer}</p>
      </Note>
    </div>
  );
}
