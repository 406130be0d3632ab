import { ApiProblem } from '../api/api-problem';
import { Problem } from '../parts/problem';
import { t } from '../texts';
import css from './live-note.module.css';

/** In place of a page that failed while it was drawn, or whose data could not be read. */
export function Broken({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const retry = () => {
    if (error instanceof ApiProblem) onRetry();
    else globalThis.location.reload(); // the page's own parts may be of an older build
  };
  return (
    <div className={css.note}>
      <Problem error={error} title={t.shell.broken.title} onRetry={retry} />
    </div>
  );
}
