import { useState } from 'react';
import { call } from '../../../api/call';
import { rotateWebhookSecret } from '../../../api/generated/sdk.gen';
import type { Webhook, WebhookWithSecret } from '../../../api/generated/types.gen';
import { webhooksChanged } from '../../../api/webhooks';
import { Button } from '../../../parts/button';
import { Dialog, DialogButtons } from '../../../parts/dialog';
import { RadioGroup } from '../../../parts/field';
import { useAct } from '../../../parts/use-act';
import { t } from '../../../texts';
import { SecretProblem } from './secret-problem';

const hours = ['24', '168', '0'] as const;

interface RotateSecretProps {
  readonly webhook: Webhook;
  readonly onMade: (made: WebhookWithSecret) => void;
  readonly onClose: () => void;
}

/** Gives a webhook a new secret; for a time the former one signs too. */
export function RotateSecret({ webhook, onMade, onClose }: RotateSecretProps) {
  const { rotating } = t.webhooks;
  const [keep, setKeep] = useState<(typeof hours)[number]>('24');
  const act = useAct(
    (retryKey) =>
      call(
        rotateWebhookSecret({
          path: { webhookId: webhook.id },
          body: { keepOldHours: Number(keep) },
          headers: { 'Idempotency-Key': retryKey },
        }),
      ),
    (made) => {
      webhooksChanged();
      onMade(made);
      onClose();
    },
  );
  return (
    <Dialog isOpen onClose={onClose} title={rotating.title} role="alertdialog">
      <p>{rotating.about}</p>
      <RadioGroup
        label={rotating.keep}
        value={keep}
        onChange={setKeep}
        choices={hours.map((value) => ({ value, label: rotating.hours[value] }))}
      />
      {act.error ? <SecretProblem error={act.error} onRetry={act.run} /> : null}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.cancel}</Button>
        <Button kind="primary" isPending={act.isPending} onPress={act.run}>
          {rotating.act}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
