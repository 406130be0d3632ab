/**
 * How long a fetch waits for records (`fetch.max.wait.ms`). A kafkajs consumer without partitions sleeps for the same
 * time, five seconds by default. It sends no heartbeat meanwhile, and so does not notice a rebalance.
 */
export const fetchWaitMs = 300;
