import { topicDefinitions } from '@rollcall/contracts';
import {
  accessRules,
  createKafka,
  ensureAccess,
  kafkaSettingsOf,
  kafkaSettingsSpec,
  TopicAdmin,
} from '@rollcall/messaging';
import { createLogger, readSettings, withTimeout } from '@rollcall/service-kit';

/** The client itself would try for ever. */
const patienceMs = 120_000;

/**
 * Makes the product's topics that are missing, with their settings; and with the `login` of an administrator, what each
 * principal may do. Rejects when no broker answers in time.
 */
export async function makeTopics(brokers: readonly string[], login?: Readonly<Record<string, string>>): Promise<void> {
  const settings = readSettings(kafkaSettingsSpec, { ...process.env, KAFKA_BROKERS: brokers.join(','), ...login });
  const logger = createLogger('topics', { level: 'error' });
  const kafka = createKafka({ ...kafkaSettingsOf(settings), clientId: 'topics' }, logger);
  const work = async () => {
    await new TopicAdmin(kafka).ensureTopics(topicDefinitions);
    if (login) await ensureAccess(kafka, accessRules());
  };
  await withTimeout(work(), patienceMs, () => {
    throw new Error(`No broker answers at ${brokers.join(', ')}.`);
  });
}
