import { resealAll, type SecretBox } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import { replaceSecret, webhookSecrets } from '../persistence/webhook-secrets.js';
import { ownerOf } from './webhook-sender.js';

/** Seals secrets of webhooks with the present key that were sealed with the former one. */
export async function resealSecrets(dataSource: DataSource, box: SecretBox): Promise<void> {
  const webhooks = await webhookSecrets(dataSource);
  await resealAll(
    box,
    webhooks,
    ({ account_id, id }) => ownerOf(account_id, id),
    (webhook, resealed) => replaceSecret(dataSource, { ...webhook, ...resealed }),
  );
}
