import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingPrerequisite } from './missing-prerequisite.js';
import { cacheFolder, exists, repositoryRoot } from './places.js';

const version = '4.3.1';

/** Kafka's jars, and a formatted data folder to copy from. */
export interface KafkaDistribution {
  readonly java: string;
  readonly classPath: string;
  readonly formatted: string;
  /** Where `prepareKafka` keeps the archive of Kafka's classes: one for each Java, which takes only its own. */
  readonly classes: string;
}

/**
 * The properties for formatting, which suit every embedded broker: the cluster id is no secret, and each cluster has
 * one node.
 */
const formatProperties = `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:1
listeners=PLAINTEXT://127.0.0.1:2,CONTROLLER://127.0.0.1:1
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
`;

/** Downloads the jars into the cache with Maven the first time (about 10 s); afterwards only Java is needed. */
export async function kafkaDistribution(): Promise<KafkaDistribution> {
  const { java, javaVersion } = await requireJava();
  const home = join(cacheFolder(), `kafka-${version}`);
  const distribution = {
    java,
    classPath: join(home, 'lib', '*'),
    formatted: join(home, 'formatted'),
    classes: join(home, `classes-${javaVersion}.jsa`),
  };
  if (await exists(home)) return distribution;
  await mkdir(cacheFolder(), { recursive: true });
  const draft = await mkdtemp(join(cacheFolder(), 'kafka-draft-'));
  await copyJars(join(draft, 'lib'));
  await format(java, draft);
  // Of concurrent processes the first one wins; the others' drafts have the same files.
  await rename(draft, home).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(home))) throw error;
  });
  return distribution;
}

interface Run {
  readonly stdout: string;
  readonly stderr: string;
  /** Absent where it ended with 0. */
  readonly error: Error | null;
}

/** Runs a command without blocking the event loop: other work goes on while Kafka is prepared. */
const run = (command: string, args: readonly string[], timeout: number): Promise<Run> =>
  new Promise((done) => {
    execFile(command, args, { encoding: 'utf8', timeout, maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      done({ stdout, stderr, error }),
    );
  });

async function requireJava(): Promise<{ java: string; javaVersion: string }> {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const { stderr, error } = await run(java, ['-version'], 60_000);
  const javaVersion = /version "([\w.+-]+)"/.exec(stderr)?.[1] ?? '';
  const major = Number.parseInt(javaVersion, 10);
  if (error || !(major >= 17)) {
    throw new MissingPrerequisite(
      `Kafka needs Java 17 or newer, found ${error ? 'none' : `Java ${major}`}. Install it (Debian: apt install openjdk-17-jre-headless maven; macOS: brew install openjdk@17 maven), or Docker, or set KAFKA_BROKERS to a running broker.`,
    );
  }
  return { java, javaVersion };
}

async function copyJars(folder: string): Promise<void> {
  const pom = join(repositoryRoot, 'libs/local-servers/kafka/pom.xml');
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  const { stdout, stderr, error } = await run('mvn', args, 600_000);
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new MissingPrerequisite(
      "Kafka's jars come from Maven Central, and Maven is not installed. Install it (Debian: apt install maven; macOS: brew install maven), or Docker, or set KAFKA_BROKERS to a running broker.",
    );
  }
  if (error) throw new Error(`Maven could not copy Kafka's jars:\n${stdout}${stderr}${error.message}`);
}

/** Formats once; each broker starts from a copy, which saves a start of the JVM. */
async function format(java: string, draft: string): Promise<void> {
  const properties = join(draft, 'format.properties');
  await writeFile(properties, `${formatProperties}log.dirs=${join(draft, 'formatted')}\n`);
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
  const args = [
    '-cp',
    join(draft, 'lib', '*'),
    quiet,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'cm9sbGNhbGwtbG9jYWwtMQ',
    '-c',
    properties,
  ];
  const { stdout, stderr, error } = await run(java, args, 60_000);
  if (error) throw new Error(`Kafka's data folder could not be formatted:\n${stdout}${stderr}`);
}

/** Copies the formatted data folder to `folder`; an existing one stays as it is. */
export async function prepareDataFolder(distribution: KafkaDistribution, folder: string): Promise<void> {
  if (await exists(folder)) return;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await cp(distribution.formatted, draft, { recursive: true });
  // A copy has the modes of its original, which another process of this machine may have made.
  for (const name of await readdir(draft)) await chmod(join(draft, name), 0o600);
  await rename(draft, folder); // all or nothing
}
