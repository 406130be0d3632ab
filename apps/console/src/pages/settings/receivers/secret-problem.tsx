import { useEffect } from 'react';
import { ApiProblem } from '../../../api/api-problem';
import { Problem } from '../../../parts/problem';
import { Note } from '../../../parts/state';

interface SecretProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** What is said where only the answer was lost. */
  readonly lost: string;
  /** Looks again what there is. */
  readonly onLost: () => void;
}

/** What went wrong; where only the answer was lost, how to get to a secret. */
export function SecretProblem({ error, onRetry, lost, onLost }: SecretProblemProps) {
  const isLost = error instanceof ApiProblem && error.code === 'secret-shown';
  return isLost ? <Lost text={lost} onLost={onLost} /> : <Problem error={error} onRetry={onRetry} />;
}

function Lost({ text, onLost }: { readonly text: string; readonly onLost: () => void }) {
  useEffect(onLost, [onLost]);
  return (
    <div role="alert">
      <Note tone="warn">
        <p>{text}</p>
      </Note>
    </div>
  );
}
