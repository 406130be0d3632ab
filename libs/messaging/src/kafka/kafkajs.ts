import { createRequire } from 'node:module';
import type * as KafkaJs from 'kafkajs';
import { checkRelease, isFirst } from './repairs.js';
import { decodeRecord, encodeRecord, murmur2 } from './record-codec.js';

const require = createRequire(import.meta.url);

/** kafkajs' own functions that are replaced by ours (ADR 0011). Whoever uses them takes them while kafkajs is loaded. */
const replacements: readonly (readonly [module: string, by: unknown])[] = [
  ['kafkajs/src/protocol/recordBatch/record/v0/index.js', encodeRecord],
  ['kafkajs/src/protocol/recordBatch/record/v0/decoder.js', decodeRecord],
  ['kafkajs/src/producer/partitioners/default/murmur2.js', murmur2],
];

/**
 * kafkajs, with what each record costs repaired. The only place that loads it.
 * @throws Error where somebody loaded it before: the replacements would come too late
 */
function loadKafkaJs(): typeof KafkaJs {
  checkRelease();
  const early = require.cache[require.resolve('kafkajs')] !== undefined;
  if (!early) for (const [module, by] of replacements) replace(module, by);
  const kafkajs = require('kafkajs') as typeof KafkaJs;
  if (isFirst('records', kafkajs.Kafka) && early)
    throw new Error('kafkajs was loaded before libs/messaging repaired it');
  return kafkajs;
}

function replace(module: string, by: unknown): void {
  require(module);
  const loaded = require.cache[require.resolve(module)];
  if (!loaded) throw new Error(`${module} was loaded and is not there`);
  loaded.exports = by;
}

export const { Kafka, logLevel, AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } =
  loadKafkaJs();
