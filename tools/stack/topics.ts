import { topicDefinitions } from '@rollcall/contracts';
import { createKafka, kafkaSettingsOf, kafkaSettingsSpec, TopicAdmin } from '@rollcall/messaging';
import { createLogger, readSettings } from '@rollcall/service-kit';

/** The client itself would try for ever. */
const patienceMs = 30_000;

/** Makes the product's topics that are missing, with their settings. Rejects when no broker answers in time. */
export async function makeTopics(brokers: readonly string[]): Promise<void> {
  const settings = readSettings(kafkaSettingsSpec, { ...process.env, KAFKA_BROKERS: brokers.join(',') });
  const logger = createLogger('local-stack', { level: 'error' });
  const kafka = createKafka({ ...kafkaSettingsOf(settings), clientId: 'local-stack' }, logger);
  const late = AbortSignal.timeout(patienceMs);
  await Promise.race([
    new TopicAdmin(kafka).ensureTopics(topicDefinitions),
    new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error(`No broker answers at ${brokers.join(', ')}.`)));
    }),
  ]);
}
