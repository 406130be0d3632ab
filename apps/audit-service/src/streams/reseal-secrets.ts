import type { SecretBox } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import { replaceSecret, streamSecrets } from '../persistence/streams/stream-changes.js';
import { secretOwner } from './stream-sender.js';

/** Seals secrets of streams with the present key that were sealed with the former one. What neither key opens stays as it is. */
export async function resealSecrets(dataSource: DataSource, box: SecretBox): Promise<void> {
  for (const stream of await streamSecrets(dataSource))
    for (const column of ['secret', 'old_secret'] as const) {
      const sealed = stream[column];
      const next = sealed === null ? undefined : box.resealed(sealed, secretOwner(stream));
      if (sealed !== null && next !== undefined) await replaceSecret(dataSource, { ...stream, column, sealed, next });
    }
}
