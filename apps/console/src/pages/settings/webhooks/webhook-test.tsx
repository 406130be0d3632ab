import { call } from '../../../api/call';
import { testWebhook } from '../../../api/generated/sdk.gen';
import type { Webhook } from '../../../api/generated/types.gen';
import { webhooksChanged } from '../../../api/webhooks';
import { TestButton } from '../receivers/test-button';

/** Sends a test to a webhook for notices, and says how it went. */
export const WebhookTest = ({ webhook: { id, url } }: { readonly webhook: Pick<Webhook, 'id' | 'url'> }) => (
  <TestButton url={url} send={() => call(testWebhook({ path: { webhookId: id } }))} onSent={webhooksChanged} />
);
