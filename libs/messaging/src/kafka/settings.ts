import { flag, list, oneOf, optionalSecret, optionalText, SettingsError, type SettingsOf } from '@rollcall/service-kit';
import type { KafkaSettings } from './connection.js';

/** The environment variables with the connection to the brokers, to be spread into a process's settings. */
export const kafkaSettingsSpec = {
  kafkaBrokers: list('KAFKA_BROKERS'),
  kafkaTls: flag('KAFKA_TLS', false),
  kafkaSaslMechanism: oneOf('KAFKA_SASL_MECHANISM', ['none', 'plain', 'scram-sha-256', 'scram-sha-512'], 'none'),
  kafkaSaslUsername: optionalText('KAFKA_SASL_USERNAME'),
  kafkaSaslPassword: optionalSecret('KAFKA_SASL_PASSWORD'),
};

/**
 * The settings of `createKafka`, from these variables.
 * @throws SettingsError when a SASL mechanism is set without user name and password
 */
export function kafkaSettingsOf(settings: SettingsOf<typeof kafkaSettingsSpec>): Omit<KafkaSettings, 'clientId'> {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = settings;
  const reach = { brokers: settings.kafkaBrokers, tls: settings.kafkaTls };
  if (mechanism === 'none') return reach;
  if (!username || !password)
    throw new SettingsError(['KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD']);
  return { ...reach, sasl: { mechanism, username, password } };
}
