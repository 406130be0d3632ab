import { useEffect } from 'react';
import { ApiProblem } from '../../../api/api-problem';
import { webhooksChanged } from '../../../api/webhooks';
import { Problem } from '../../../parts/problem';
import { Note } from '../../../parts/state';
import { t } from '../../../texts';

/** What went wrong; where only the answer was lost, how to get to a secret. */
export function SecretProblem({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const isLost = error instanceof ApiProblem && error.code === 'secret-shown';
  return isLost ? <Lost /> : <Problem error={error} onRetry={onRetry} />;
}

function Lost() {
  useEffect(webhooksChanged, []);
  return (
    <div role="alert">
      <Note tone="warn">
        <p>{t.webhooks.lost}</p>
      </Note>
    </div>
  );
}
