import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem } from '../api/api-problem';
import { isUnanswered } from '../api/availability';
import { Problem } from '../parts/problem';
import { t } from '../texts';
import css from './live-note.module.css';

/** A service that was away comes back without anybody doing something. */
const againMs = 5_000;

/** In place of a page that failed while it was drawn, or whose data could not be read. */
export function Broken({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const router = useRouter();
  const retry = () => {
    if (!(error instanceof ApiProblem)) return globalThis.location.reload(); // the page's own parts may be of an older build
    onRetry();
    void router.invalidate();
  };
  const comesBack = isUnanswered(error);
  useEffect(() => {
    if (!comesBack) return;
    const timer = setInterval(() => void router.invalidate(), againMs);
    return () => clearInterval(timer);
  }, [comesBack, router]);
  return (
    <div className={css.note}>
      <Problem error={error} title={t.shell.broken.title} onRetry={retry} />
    </div>
  );
}
