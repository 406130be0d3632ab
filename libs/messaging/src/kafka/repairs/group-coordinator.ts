import type { Kafka } from 'kafkajs';
import { repairedRelease } from './pinned-release.js';

/** A member of a consumer group. */
export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
}

/** The coordinator of a consumer group. */
export interface GroupCoordinator {
  describeGroups(of: { groupIds: string[] }): Promise<{ groups: { members: GroupMember[] }[] }>;
  leaveGroup(of: { groupId: string; memberId: string }): Promise<unknown>;
}

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(of: { groupId: string }): Promise<GroupCoordinator>;
}

/**
 * Sends a group's coordinator a request that kafkajs implements but has no public function for. The factory of
 * connections is under a private symbol of kafkajs.
 */
export async function askCoordinator<T>(
  kafka: Kafka,
  groupId: string,
  ask: (coordinator: GroupCoordinator) => Promise<T>,
): Promise<T> {
  const symbols = Object.getOwnPropertySymbols(kafka);
  const maker = symbols.find(({ description }) => description === 'private:Kafka:createCluster');
  if (!maker) throw new Error(`kafkajs ${repairedRelease} makes its connections in another way: see ADR 0011`);
  const connect = Reflect.get(kafka, maker) as (options: object) => Cluster;
  const cluster = connect({ allowAutoTopicCreation: false });
  try {
    await cluster.connect();
    return await ask(await cluster.findGroupCoordinator({ groupId }));
  } finally {
    await cluster.disconnect();
  }
}
