import { readRows, type DataSource } from '@rollcall/persistence';
import type { WebhookRow } from './entities/webhook-rows.js';

type Keys = Pick<WebhookRow, 'account_id' | 'id'>;

/** The sealed secrets of all webhooks: a few for each account. */
export function webhookSecrets(dataSource: DataSource): Promise<(Keys & Pick<WebhookRow, 'secret' | 'old_secret'>)[]> {
  return readRows(dataSource, 'SELECT account_id, id, secret, old_secret FROM webhooks', []);
}

/** Replaces a sealed secret by the same, sealed anew, where it is still that one. */
export async function replaceSecret(
  dataSource: DataSource,
  of: Keys & { readonly column: 'secret' | 'old_secret'; readonly sealed: string; readonly next: string },
): Promise<void> {
  const { account_id, id, column, sealed, next } = of;
  await readRows(
    dataSource,
    `UPDATE webhooks SET ${column} = $4 WHERE account_id = $1 AND id = $2 AND ${column} = $3`,
    [account_id, id, sealed, next],
  );
}
