import { Skeleton } from '../parts/page';
import { t } from '../texts';
import css from './live-note.module.css';

/** In place of everything while it is not known yet who is signed in: after a moment, so that it does not flicker. */
export function PageLoading() {
  return (
    <main className={css.note}>
      <p role="status">{t.shell.waitingForServer}</p>
      <Skeleton />
    </main>
  );
}
