import { createRequire } from 'node:module';
import type * as KafkaJs from 'kafkajs';
import { repairBrokenConnection } from './repairs/broken-connection.js';
import { repairFetch } from './repairs/fetch-in-sessions.js';
import { isFirstTime } from './repairs/first-time.js';
import { repairIdleTimer } from './repairs/idle-timer.js';
import { murmur2 } from './repairs/key-hash.js';
import { repairLastBroker } from './repairs/last-broker.js';
import { repairFetchWait } from './repairs/long-fetch.js';
import { checkRelease } from './repairs/pinned-release.js';
import { decodeRecord, encodeRecord } from './repairs/record-codec.js';
import { replaceModule } from './repairs/replace-module.js';
import { repairRequestTimeout } from './repairs/request-timeout.js';
import { repairStopWhileJoining } from './repairs/stop-while-joining.js';
import { repairUnansweredRequest } from './repairs/unanswered-request.js';

const require = createRequire(import.meta.url);

/** Modules of kafkajs that are replaced as a whole. */
const replacements: readonly (readonly [module: string, by: unknown])[] = [
  ['kafkajs/src/protocol/recordBatch/record/v0/index.js', encodeRecord],
  ['kafkajs/src/protocol/recordBatch/record/v0/decoder.js', decodeRecord],
  ['kafkajs/src/producer/partitioners/default/murmur2.js', murmur2],
];

/** Repairs of its classes (repairs/README.md explains each). */
const repairs: readonly (() => void)[] = [
  repairIdleTimer,
  repairRequestTimeout,
  repairUnansweredRequest,
  repairBrokenConnection,
  repairLastBroker,
  repairFetch,
  repairFetchWait,
  repairStopWhileJoining,
];

/**
 * Loads kafkajs with the repairs of ADR 0011. No other code may load it.
 * @throws Error for any other release than the repaired one, and where other code has loaded kafkajs before: the
 *   replacements would have no effect
 */
function loadKafkaJs(): typeof KafkaJs {
  checkRelease();
  const early = require.cache[require.resolve('kafkajs')] !== undefined;
  if (!early) for (const [module, by] of replacements) replaceModule(module, by);
  const kafkajs = require('kafkajs') as typeof KafkaJs;
  if (isFirstTime('replacements', kafkajs.Kafka) && early)
    throw new Error('kafkajs was loaded before libs/messaging repaired it');
  for (const repair of repairs) repair();
  return kafkajs;
}

export const {
  Kafka,
  KafkaJSDeleteGroupsError,
  logLevel,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
} = loadKafkaJs();
