/**
 * How long a fetch waits for something to arrive. kafkajs also sleeps that long, five seconds by default, where nothing
 * is assigned yet: it sends no heartbeat meanwhile, so it does not hear that partitions have become free.
 */
export const fetchWaitMs = 100;
