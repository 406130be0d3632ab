import type { WebhookWithSecret } from '../../../api/generated/types.gen';
import { SecretOnce } from '../../../parts/secret-once';
import { t } from '../../../texts';
import { WebhookTest } from './test-button';

/** The secret of a webhook, once, and a test of it. */
export function WebhookSecret({ made, onClose }: { readonly made: WebhookWithSecret; readonly onClose: () => void }) {
  const { secret } = t.webhooks;
  return (
    <SecretOnce
      title={secret.title}
      label={secret.label}
      secret={made.secret}
      onClose={onClose}
      after={
        <div>
          {secret.next} <WebhookTest webhook={made.webhook} />
        </div>
      }
    >
      <p>{secret.about}</p>
    </SecretOnce>
  );
}
