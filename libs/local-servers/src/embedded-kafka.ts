import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServer, type EmbeddedServerParts } from './embedded-server.js';
import { freePort } from './free-port.js';
import { guardedListener, type Guard, type GuardedListener } from './guarded-listener.js';
import { kafkaDistribution, prepareDataFolder, type KafkaDistribution } from './kafka-jars.js';
import { OwnedProcess } from './owned-process.js';
import { loginProperties, type Logins } from './login-listener.js';
import { endLeftover } from './leftovers.js';
import { exists } from './places.js';

export interface EmbeddedKafkaOptions {
  /** Holds data, settings and log; existing content is reused. */
  readonly folder: string;
  /** Free ports by default. They stay the same over restarts. */
  readonly port?: number;
  readonly controllerPort?: number;
  /** The port that the broker advertises to clients, when a proxy stands before it. */
  readonly advertisedPort?: number;
  /** Starts fast, and is slower when warm: for tests. */
  readonly fastStart?: boolean;
  /** Writes an archive of the classes that were loaded to this file, when the broker is stopped (not killed). */
  readonly archiveClassesTo?: string;
  /** Who may log in; absent: every program that can reach the port may do everything. */
  readonly logins?: Logins;
  /** A second listener with TLS and SASL. */
  readonly guard?: Guard;
}

/** A real Apache Kafka (KRaft, one node, 256 MB heap) as a child process on loopback. */
export class EmbeddedKafka extends EmbeddedServer {
  private constructor(
    parts: EmbeddedServerParts,
    /** The second listener, if there is one. */
    readonly guarded: GuardedListener | undefined,
  ) {
    super(parts);
  }

  /** Resolves when the broker accepts requests. */
  static async start(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
    const distribution = await kafkaDistribution();
    const { folder } = options;
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o700); // messages and passwords are in it
    await endLeftover(folder);
    await prepareDataFolder(distribution, join(folder, 'data'));
    const port = options.port ?? (await freePort());
    const controllerPort = options.controllerPort ?? (await freePort());
    const settings = join(folder, 'server.properties');
    const guarded = options.guard && (await guardedListener(folder, distribution.java, options.guard));
    const ports = { port, controllerPort, advertisedPort: options.advertisedPort ?? port };
    const own = serverProperties(join(folder, 'data'), ports, { guarded, logins: options.logins });
    await writeFile(settings, guarded ? own + guarded.properties : own, { mode: 0o600 });
    const classes = await classSharing(distribution, options.archiveClassesTo);
    const jvm = [...javaOptions(options.fastStart ?? false), ...classes, '-cp', distribution.classPath];
    const args = [...jvm, 'kafka.Kafka', settings];
    const logFile = join(folder, 'kafka.log');
    const process = new OwnedProcess({ name: 'Kafka', command: distribution.java, args, cwd: folder, logFile });
    const kafka = new EmbeddedKafka({ process, folder, port, readyLine: /Kafka Server started/ }, guarded);
    await kafka.restart();
    return kafka;
  }

  get brokers(): string[] {
    return [`127.0.0.1:${this.port}`];
  }
}

function javaOptions(fastStart: boolean): string[] {
  return [
    '-Xms256m',
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:MaxDirectMemorySize=64m',
    '-Djava.awt.headless=true',
    ...(fastStart ? ['-XX:TieredStopAtLevel=1'] : []),
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info', // logs when the broker is ready
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
  ];
}

/** A JVM that takes its classes from an archive starts in half the time. */
async function classSharing({ classes }: KafkaDistribution, archiveTo: string | undefined): Promise<string[]> {
  if (archiveTo !== undefined) return [`-XX:ArchiveClassesAtExit=${archiveTo}`];
  return (await exists(classes)) ? [`-XX:SharedArchiveFile=${classes}`] : [];
}

interface Ports {
  readonly port: number;
  readonly controllerPort: number;
  readonly advertisedPort: number;
}

interface Listeners {
  readonly guarded: GuardedListener | undefined;
  readonly logins: Logins | undefined;
}

/**
 * A small single-node broker without automatic topic creation; a killed broker may register again after three seconds.
 */
function serverProperties(data: string, ports: Ports, { guarded, logins }: Listeners): string {
  const { port, controllerPort, advertisedPort } = ports;
  const protocol = logins ? 'SASL_PLAINTEXT' : 'PLAINTEXT';
  const second = guarded ? `,GUARDED://127.0.0.1:${guarded.port}` : '';
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${second}
advertised.listeners=CLIENTS://127.0.0.1:${advertisedPort}${second}
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENTS
listener.security.protocol.map=CLIENTS:${protocol},CONTROLLER:${protocol},GUARDED:SASL_SSL
log.dirs=${data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
num.network.threads=2
num.io.threads=2
background.threads=2
log.cleaner.dedupe.buffer.size=2097152
log.segment.bytes=16777216
log.index.size.max.bytes=1048576
broker.heartbeat.interval.ms=1000
broker.session.timeout.ms=3000
metadata.max.idle.interval.ms=5000
${logins ? loginProperties('CLIENTS', logins) : ''}`;
}
