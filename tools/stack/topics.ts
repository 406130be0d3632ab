import { topicDefinitions } from '@rollcall/contracts';
import {
  accessRules,
  createKafka,
  ensureAccess,
  externalReaders,
  kafkaSettingsOf,
  kafkaSettingsSpec,
  TopicAdmin,
} from '@rollcall/messaging';
import { createLogger, readSettings, withTimeout } from '@rollcall/service-kit';

/** How long to wait for a broker: the client itself would retry for ever. */
const timeoutMs = 120_000;

/**
 * Creates the product's missing topics with their settings and, with the `login` of an administrator, each principal's
 * ACLs, those of the readers in `EXTERNAL_READERS` too. Rejects when no broker answers in time, and as `externalReaders`.
 */
export async function makeTopics(brokers: readonly string[], login?: Readonly<Record<string, string>>): Promise<void> {
  const settings = readSettings(kafkaSettingsSpec, { ...process.env, KAFKA_BROKERS: brokers.join(','), ...login });
  const logger = createLogger('topics', { level: 'error' });
  const kafka = createKafka({ ...kafkaSettingsOf(settings), clientId: 'topics' }, logger);
  const readers = externalReaders(process.env.EXTERNAL_READERS);
  const work = async () => {
    await new TopicAdmin(kafka).ensureTopics(topicDefinitions);
    if (login) await ensureAccess(kafka, accessRules(readers));
  };
  await withTimeout(work(), timeoutMs, () => {
    throw new Error(`No broker answers at ${brokers.join(', ')}.`);
  });
}
