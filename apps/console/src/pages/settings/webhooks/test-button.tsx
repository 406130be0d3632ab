import { useState } from 'react';
import { call } from '../../../api/call';
import { testWebhook } from '../../../api/generated/sdk.gen';
import type { Webhook } from '../../../api/generated/types.gen';
import { webhooksChanged } from '../../../api/webhooks';
import { Button } from '../../../parts/button';
import { Problem } from '../../../parts/problem';
import { Note } from '../../../parts/state';
import { useAct } from '../../../parts/use-act';
import { announce } from '../../../shell/announcer';
import { t } from '../../../texts';
import { duration } from '../../../texts/format';

/** Sends a test and says how it went. */
export function TestButton({ webhook: { id, url } }: { readonly webhook: Pick<Webhook, 'id' | 'url'> }) {
  const [failure, setFailure] = useState<string>();
  const act = useAct(
    () => call(testWebhook({ path: { webhookId: id } })),
    ({ delivered, sentence, took }) => {
      setFailure(delivered ? undefined : sentence);
      announce(delivered ? t.webhooks.tested(duration(took)) : t.webhooks.testFailed);
      webhooksChanged();
    },
  );
  return (
    <>
      <Button kind="quiet" aria-label={t.webhooks.testNamed(url)} isPending={act.isPending} onPress={act.run}>
        {t.webhooks.test}
      </Button>
      {failure ? (
        <Note tone="danger" title={t.webhooks.testFailed}>
          <p>{failure}</p>
        </Note>
      ) : null}
      {act.error ? <Problem error={act.error} /> : null}
    </>
  );
}
