import { useState } from 'react';
import { Form } from 'react-aria-components';
import { call } from '../../../api/call';
import { changeWebhook, rotateWebhookSecret } from '../../../api/generated/sdk.gen';
import type { Webhook, WebhookWithSecret } from '../../../api/generated/types.gen';
import { webhooksChanged, type NoticeKind } from '../../../api/webhooks';
import { Button } from '../../../parts/button';
import { Dialog, DialogButtons } from '../../../parts/dialog';
import { Checkbox } from '../../../parts/field';
import { Problem } from '../../../parts/problem';
import { useSecret } from '../../../parts/secret-once';
import { useAct } from '../../../parts/use-act';
import { announce } from '../../../shell/announcer';
import { t } from '../../../texts';
import css from '../settings.module.css';
import { Deliveries } from './deliveries';
import { Kinds } from './kinds';
import { RemoveWebhook } from './remove-webhook';
import { ReceiverSecret } from '../receivers/receiver-secret';
import { RotateSecret } from '../receivers/rotate-secret';
import { UrlField } from '../receivers/url-field';
import { WebhookTest } from './webhook-test';

interface ManageWebhookProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** Changes a webhook, gives it a new secret, removes it, and shows what was sent to it. */
export function ManageWebhook({ webhook, onClose }: ManageWebhookProps) {
  const { managing } = t.webhooks;
  const [open, setOpen] = useState<'rotate' | 'remove'>();
  const [made, setMade] = useSecret<WebhookWithSecret>();
  if (made) {
    const test = <WebhookTest webhook={made.webhook} />;
    const close = () => setMade(undefined);
    return <ReceiverSecret title={t.webhooks.secret.title} secret={made.secret} test={test} onClose={close} />;
  }
  if (open === 'rotate') {
    const send = (keepOldHours: number, retryKey: string) =>
      call(
        rotateWebhookSecret({
          path: { webhookId: webhook.id },
          body: { keepOldHours },
          headers: { 'Idempotency-Key': retryKey },
        }),
      );
    return <RotateSecret send={send} onSent={webhooksChanged} onMade={setMade} onClose={() => setOpen(undefined)} />;
  }
  if (open === 'remove') return <RemoveWebhook webhook={webhook} onClose={() => setOpen(undefined)} onDone={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={managing.title} isWide>
      <ChangeForm webhook={webhook} />
      <div className={css.acts}>
        <Button onPress={() => setOpen('rotate')}>{managing.rotate}</Button>
        <Button kind="danger" onPress={() => setOpen('remove')}>
          {managing.remove}
        </Button>
      </div>
      <Deliveries webhookId={webhook.id} />
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.close}</Button>
      </DialogButtons>
    </Dialog>
  );
}

function ChangeForm({ webhook }: { readonly webhook: Webhook }) {
  const { managing, adding } = t.webhooks;
  const [url, setUrl] = useState(webhook.url);
  const [enabled, setEnabled] = useState(webhook.enabled);
  const [kinds, setKinds] = useState<readonly NoticeKind[] | undefined>(webhook.kinds);
  const act = useAct(
    () =>
      call(
        changeWebhook({
          path: { webhookId: webhook.id },
          // An empty list means all kinds, also those of later versions.
          body: { ...(url.trim() === webhook.url ? {} : { url: url.trim() }), enabled, kinds: [...(kinds ?? [])] },
        }),
      ),
    () => {
      announce(managing.saved);
      webhooksChanged();
    },
  );
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        act.run();
      }}
    >
      <UrlField hint={adding.urlHint} type="url" value={url} onChange={setUrl} />
      <Checkbox isSelected={enabled} onChange={setEnabled}>
        {managing.enabled} <span className={css.last}>{managing.enabledHint}</span>
      </Checkbox>
      <Kinds kinds={kinds} onChange={setKinds} />
      {act.error ? <Problem error={act.error} onRetry={act.run} /> : null}
      <div>
        <Button type="submit" kind="primary" isPending={act.isPending} isDisabled={kinds?.length === 0}>
          {managing.save}
        </Button>
      </div>
    </Form>
  );
}
