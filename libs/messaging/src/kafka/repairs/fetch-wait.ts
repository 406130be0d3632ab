/**
 * A kafkajs consumer without partitions sleeps for as long as a fetch may wait, five seconds by default. It sends no heartbeat meanwhile,
 * and so does not notice a rebalance. What a fetch does wait, `long-fetch.ts` says.
 */
export const fetchWaitMs = 300;
