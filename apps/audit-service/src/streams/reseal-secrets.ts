import { resealAll, type SecretBox } from '@rollcall/delivery';
import type { DataSource } from '@rollcall/persistence';
import { replaceSecret, streamSecrets } from '../persistence/streams/stream-changes.js';
import { secretOwner } from './stream-sender.js';

/** Seals secrets of streams with the present key that were sealed with the former one. */
export async function resealSecrets(dataSource: DataSource, box: SecretBox): Promise<void> {
  const streams = await streamSecrets(dataSource);
  await resealAll(box, streams, secretOwner, (stream, resealed) =>
    replaceSecret(dataSource, { ...stream, ...resealed }),
  );
}
