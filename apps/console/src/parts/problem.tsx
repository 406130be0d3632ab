import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/api-problem';
import { t } from '../texts';
import { Button } from './button';
import { Id } from './copy';
import { Note } from './state';

/** The sentence for a failure: the API's own, where there is one. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.parts.brokenPage;
  if (error.code === 'unreachable') return t.parts.unreachable;
  return error.message || t.parts.unknownProblem;
}

interface ProblemProps {
  readonly error: unknown;
  /** Tries again, where that may help. */
  readonly onRetry?: (() => void) | undefined;
  /** What was tried, as "People could not be read". */
  readonly title?: string;
}

/** Why something could not be read or done, with what to do and the id that is in the log. */
export function Problem({ error, onRetry, title }: ProblemProps) {
  const problem = error instanceof ApiProblem ? error : undefined;
  const wait = useCountdown(problem);
  const actions = onRetry ? (
    <Button onPress={onRetry} isDisabled={wait > 0}>
      {wait > 0 ? t.parts.tryAgainIn(wait) : t.parts.tryAgain}
    </Button>
  ) : null;
  return (
    <div role="alert">
      <Note tone="danger" {...(title ? { title } : {})} actions={actions}>
        <p>{sentenceOf(error)}</p>
        {problem?.problems.map(({ at, problem }) => (
          <p key={at}>
            <code>{at}</code> {problem}
          </p>
        ))}
        {problem?.requestId ? (
          <p>
            {t.parts.reference} <Id id={problem.requestId} what={t.parts.reference} />
          </p>
        ) : null}
      </Note>
    </div>
  );
}

/** Seconds until it may be tried again (`Retry-After`). */
function useCountdown(problem: ApiProblem | undefined): number {
  const [left, setLeft] = useState(problem?.retryAfterS ?? 0);
  useEffect(() => {
    const until = Date.now() + (problem?.retryAfterS ?? 0) * 1_000;
    const count = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1_000)));
    count();
    const timer = setInterval(count, 1_000);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}
