import type { SecretBox } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import { replaceSecret, webhookSecrets } from '../persistence/webhook-secrets.js';
import { ownerOf } from './webhook-sender.js';

/**
 * Seals secrets of webhooks with the present key that were sealed with the former one. What neither key opens stays as it is: an admin gives
 * such a webhook a new secret.
 */
export async function resealSecrets(dataSource: DataSource, box: SecretBox): Promise<void> {
  for (const webhook of await webhookSecrets(dataSource)) {
    const owner = ownerOf(webhook.account_id, webhook.id);
    for (const column of ['secret', 'old_secret'] as const) {
      const sealed = webhook[column];
      const next = sealed === null ? undefined : box.resealed(sealed, owner);
      if (sealed !== null && next !== undefined) await replaceSecret(dataSource, { ...webhook, column, sealed, next });
    }
  }
}
