import { dockerOffers, images, prepareKafka } from '@rollcall/local-servers';
import { shareServers, type SharedServers } from '@rollcall/testing';
import { shareStack, type SharedStack } from './support/shared-stack.js';
import type { TestProject } from 'vitest/node';

// Integration and end-to-end specs are two projects, and vitest sets each up: they share one Kafka and one PostgreSQL.
const shared = globalThis as {
  rollcallServers?: Promise<SharedServers>;
  rollcallStack?: Promise<SharedStack>;
  rollcallUsers?: number;
};

/** Before spec files start embedded brokers side by side: each would fetch the jars. */
const kafkaIsPrepared = async (): Promise<void> => {
  if (!process.env.KAFKA_BROKERS && !dockerOffers(images.kafka).yes) await prepareKafka();
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.rollcallUsers = (shared.rollcallUsers ?? 0) + 1;
  // Pure specs run meanwhile; the others wait for it (tests/servers-prepared.ts).
  const servers = await (shared.rollcallServers ??= shareServers(kafkaIsPrepared));
  const stack = await (shared.rollcallStack ??= shareStack());
  project.provide('rollcallServers', servers.ticket);
  project.provide('rollcallStack', stack.url);
  return async () => {
    shared.rollcallUsers = (shared.rollcallUsers ?? 1) - 1;
    if (shared.rollcallUsers > 0) return;
    shared.rollcallServers = undefined;
    shared.rollcallStack = undefined;
    await Promise.all([stack.stop(), servers.stop()]);
  };
}
