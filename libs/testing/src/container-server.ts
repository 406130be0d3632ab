import { docker, freePort, images, waitUntil } from '@rollcall/local-servers';
import type { StartedTestContainer } from 'testcontainers';
import type { TestKafka, TestPostgres, TestServer } from './test-server.js';

/** Loads testcontainers without its reaper, whose image is not available everywhere; `remove` ends the containers. */
async function testcontainers() {
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  return import('testcontainers');
}

/** PostgreSQL in a container, on a fixed port so that it can be restarted. */
export async function postgresContainer(): Promise<TestPostgres> {
  const { GenericContainer, Wait } = await testcontainers();
  const port = await freePort();
  const container = await new GenericContainer(images.postgres)
    .withEnvironment({ POSTGRES_PASSWORD: 'test', POSTGRES_INITDB_ARGS: '--locale=C --encoding=UTF8' })
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withExposedPorts({ container: 5432, host: port })
    // The server starts twice: the first time only for initialization.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const ready = () => answers(container, ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres']);
  return { url: `postgres://postgres:test@127.0.0.1:${port}/postgres`, ...controls(container, ready) };
}

/** Apache Kafka in a container, on a fixed port because the broker must advertise it. */
export async function kafkaContainer(): Promise<TestKafka> {
  const { GenericContainer, Wait } = await testcontainers();
  const port = await freePort();
  const container = await new GenericContainer(images.kafka)
    .withEnvironment(kafkaEnvironment(port))
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  const topics = ['/opt/kafka/bin/kafka-topics.sh', '--bootstrap-server', '127.0.0.1:19092', '--list'];
  return { brokers: [`127.0.0.1:${port}`], ...controls(container, () => answers(container, topics)) };
}

function kafkaEnvironment(port: number): Record<string, string> {
  return {
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:9093',
    KAFKA_LISTENERS: 'PLAINTEXT://:9092,INSIDE://127.0.0.1:19092,CONTROLLER://127.0.0.1:9093',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port},INSIDE://127.0.0.1:19092`,
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: '500',
    KAFKA_BROKER_SESSION_TIMEOUT_MS: '3000',
    KAFKA_HEAP_OPTS: '-Xms256m -Xmx256m',
  };
}

function controls(container: StartedTestContainer, ready: () => boolean): TestServer {
  const id = container.getId();
  const must = (args: readonly string[]) => {
    const { ok, output } = docker(args, 60_000);
    if (!ok) throw new Error(`docker ${args.join(' ')}: ${output}`);
  };
  return {
    stop: async () => must(['stop', id]),
    kill: async () => must(['kill', id]),
    suspend: () => must(['pause', id]),
    resume: () => must(['unpause', id]),
    remove: async () => void (await container.stop()),
    restart: async () => {
      must(['start', id]);
      if (!(await waitUntil(ready, { within: 60_000, every: 200 }))) {
        throw new Error(`container ${id} did not become ready again`);
      }
    },
  };
}

function answers(container: StartedTestContainer, command: readonly string[]): boolean {
  return docker(['exec', container.getId(), ...command], 30_000).ok;
}
