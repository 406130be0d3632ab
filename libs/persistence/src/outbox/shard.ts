/** How many shards the outbox has. Changing it needs an empty outbox: rows keep the shard that they were given. */
export const shardCount = 8;

/**
 * The shard of an aggregate. All its events are in the same one, so that one relay at a time publishes them in order.
 */
export function shardOf(aggregateId: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < aggregateId.length; i++) {
    hash = Math.imul(hash ^ aggregateId.charCodeAt(i), 0x01000193);
  }
  // the low bits of FNV-1a differ little between similar texts: fold the high ones in
  return ((hash ^ (hash >>> 15)) >>> 0) % shardCount;
}
