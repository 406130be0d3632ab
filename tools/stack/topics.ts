import { topicDefinitions } from '@rollcall/contracts';
import { createKafka, TopicAdmin } from '@rollcall/messaging';
import { createLogger, flag, oneOf, optionalSecret, optionalText, readSettings } from '@rollcall/service-kit';

const connection = {
  tls: flag('KAFKA_TLS', false),
  mechanism: oneOf('KAFKA_SASL_MECHANISM', ['plain', 'scram-sha-256', 'scram-sha-512'], 'plain'),
  username: optionalText('KAFKA_SASL_USERNAME'),
  password: optionalSecret('KAFKA_SASL_PASSWORD'),
} as const;

/** The client itself would try for ever. */
const patienceMs = 30_000;

/** Makes the product's topics that are missing, with their settings. Rejects when no broker answers in time. */
export async function makeTopics(brokers: readonly string[]): Promise<void> {
  const { tls, mechanism, username, password } = readSettings(connection, process.env);
  const sasl = username !== undefined && password !== undefined ? { sasl: { mechanism, username, password } } : {};
  const kafka = createKafka(
    { brokers, clientId: 'local-stack', tls, ...sasl },
    createLogger('local-stack', { level: 'error' }),
  );
  const late = AbortSignal.timeout(patienceMs);
  await Promise.race([
    new TopicAdmin(kafka).ensureTopics(topicDefinitions),
    new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error(`No broker answers at ${brokers.join(', ')}.`)));
    }),
  ]);
}
