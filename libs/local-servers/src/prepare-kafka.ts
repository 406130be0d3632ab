import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedKafka } from './embedded-kafka.js';
import { kafkaDistribution } from './kafka-jars.js';
import { exists } from './places.js';

/** Milliseconds: the JVM writes the archive while it ends, and a busy machine may be slow. */
const stopsWithin = 120_000;

/**
 * What embedded brokers need on this machine, once per cache: the jars, and an archive of the classes that a broker loads (Java's
 * class data sharing), with which each later start takes half the processor time. Brokers start without an archive as well.
 */
export async function prepareKafka(): Promise<void> {
  const { classes } = await kafkaDistribution();
  if (await exists(classes)) return;
  const directory = await mkdtemp(join(dirname(classes), 'classes-draft-'));
  const archive = join(directory, basename(classes));
  try {
    const broker = await EmbeddedKafka.start({ directory, fastStart: true, archiveClassesTo: archive });
    await broker.stop(stopsWithin);
    if (await exists(archive)) await rename(archive, classes);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
