import { useEffect } from 'react';
import { ApiProblem } from '../../../api/api-problem';
import { webhooksChanged } from '../../../api/webhooks';
import { Problem } from '../../../parts/problem';
import { Note } from '../../../parts/state';
import { t } from '../../../texts';

interface SecretProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Of something else than a webhook for notices. */
  readonly lost?: string;
  readonly onLost?: () => void;
}

/** What went wrong; where only the answer was lost, how to get to a secret. */
export function SecretProblem({
  error,
  onRetry,
  lost = t.webhooks.lost,
  onLost = webhooksChanged,
}: SecretProblemProps) {
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
