import { useState } from 'react';
import { call } from '../../../api/call';
import { createWebhook } from '../../../api/generated/sdk.gen';
import type { WebhookWithSecret } from '../../../api/generated/types.gen';
import { webhooksChanged, type NoticeKind } from '../../../api/webhooks';
import { FormDialog } from '../../../parts/form-dialog';
import { useSecret } from '../../../parts/secret-once';
import { useAct } from '../../../parts/use-act';
import { t } from '../../../texts';
import { Kinds } from './kinds';
import { ReceiverSecret } from '../receivers/receiver-secret';
import { SecretProblem } from '../receivers/secret-problem';
import { UrlField } from '../receivers/url-field';
import { WebhookTest } from './webhook-test';

/** Makes a webhook, and shows its secret once. */
export function AddWebhook({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useSecret<WebhookWithSecret>();
  const [url, setUrl] = useState('');
  const [kinds, setKinds] = useState<readonly NoticeKind[]>();
  const act = useAct(
    (retryKey) =>
      call(
        createWebhook({
          body: { url: url.trim(), ...(kinds ? { kinds: [...kinds] } : {}) },
          headers: { 'Idempotency-Key': retryKey },
        }),
      ),
    (answer) => {
      setMade(answer);
      webhooksChanged();
    },
  );
  const { adding } = t.webhooks;
  if (made) {
    const test = <WebhookTest webhook={made.webhook} />;
    return <ReceiverSecret title={t.webhooks.secret.title} secret={made.secret} test={test} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={adding.title}
      onClose={onClose}
      act={adding.act}
      isPending={act.isPending}
      isDisabled={kinds?.length === 0}
      onSubmit={act.run}
    >
      <UrlField hint={adding.urlHint} type="url" value={url} onChange={setUrl} autoFocus />
      <Kinds kinds={kinds} onChange={setKinds} />
      {act.error ? (
        <SecretProblem error={act.error} onRetry={act.run} lost={t.webhooks.lost} onLost={webhooksChanged} />
      ) : null}
    </FormDialog>
  );
}
