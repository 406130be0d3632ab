import { useSyncExternalStore } from 'react';
import { useUnavailable } from '../api/availability';
import { live } from '../live/live';
import { Button } from '../parts/button';
import { Note } from '../parts/state';
import { t } from '../texts';
import { list, time } from '../texts/format';
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

/** Says which parts do not answer: what is shown of them may be old, and what cannot be changed is not offered. */
export function AwayNote() {
  const away = useUnavailable();
  if (away.size === 0) return null;
  const names = [...away].flatMap((part) => (part === 'changes' ? [] : [t.shell.away.parts[part]]));
  return (
    <div className={css.note} role="status" data-away={[...away].toSorted().join(' ')}>
      <Note tone="warn">
        {names.length > 0 ? <p>{t.shell.away.unanswered(list(names))}</p> : null}
        {away.has('changes') ? <p>{t.shell.away.changes}</p> : null}
      </Note>
    </div>
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
