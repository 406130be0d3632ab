import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedKafka } from './embedded-kafka.js';
import { kafkaDistribution } from './kafka-jars.js';
import { exists } from './places.js';

/** Milliseconds: the JVM writes the archive while it ends, and a busy machine may be slow. */
const stopsWithin = 120_000;

/**
 * What embedded brokers need on this machine, once per cache: the jars, and an archive of the classes that a broker loads (Java's
 * class data sharing), with which each later start takes half the processor time.
 * @throws MissingPrerequisite where Java is missing, or Maven while the jars are
 */
export async function prepareKafka(): Promise<void> {
  const { classes } = await kafkaDistribution();
  if (await exists(classes)) return;
  // Brokers start without an archive as well, and say themselves why they cannot start.
  await archiveClasses(classes).catch(() => undefined);
}

/** A broker that is started and stopped writes down what it has loaded. */
async function archiveClasses(file: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(file), 'classes-draft-'));
  try {
    const archive = join(folder, basename(file));
    const broker = await EmbeddedKafka.start({ folder, fastStart: true, archiveClassesTo: archive });
    await broker.stop(stopsWithin);
    if (await exists(archive)) await rename(archive, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
