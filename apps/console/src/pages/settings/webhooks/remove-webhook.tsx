import { call } from '../../../api/call';
import { deleteWebhook } from '../../../api/generated/sdk.gen';
import type { Webhook } from '../../../api/generated/types.gen';
import { webhooksChanged } from '../../../api/webhooks';
import { ActDialog } from '../../../parts/act-dialog';
import { t } from '../../../texts';

interface RemoveWebhookProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Ends a webhook, also what waits for it. */
export function RemoveWebhook({ webhook: { id, url, waiting = 0 }, onClose, onDone }: RemoveWebhookProps) {
  const { removing } = t.webhooks;
  return (
    <ActDialog
      title={removing.title}
      act={removing.act}
      isDanger
      send={() => call(deleteWebhook({ path: { webhookId: id } }))}
      done={removing.done}
      onClose={onClose}
      onDone={() => {
        webhooksChanged();
        onDone();
      }}
    >
      <p>{url}</p>
      <p>{removing.about}</p>
      {waiting > 0 ? <p>{removing.waits(waiting)}</p> : null}
    </ActDialog>
  );
}
