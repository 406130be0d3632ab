import {
  duration,
  flag,
  integer,
  list,
  oneOf,
  optionalSecret,
  optionalText,
  port,
  secret,
  text,
  urls,
} from '@rollcall/service-kit';
import type { SettingsOf } from '@rollcall/service-kit';
import { trustedNetworks } from './http/trusted-proxies.js';

/** Everything that the gateway reads from its environment, beside the settings of the service frame. See README.md. */
export const gatewaySettings = {
  host: text('SCIM_HOST', '127.0.0.1'),
  port: port('SCIM_PORT', 8080),
  publicUrl: optionalText('SCIM_PUBLIC_URL'),
  trustedProxies: trustedNetworks('TRUSTED_PROXIES'),
  tlsCertificate: optionalText('SCIM_TLS_CERT'),
  tlsKey: optionalText('SCIM_TLS_KEY'),
  userServiceUrls: urls('USER_SERVICE_URL'),
  tokenServiceUrls: urls('TOKEN_SERVICE_URL'),
  internalSecret: secret('INTERNAL_SECRET'),
  kafkaBrokers: list('KAFKA_BROKERS'),
  kafkaTls: flag('KAFKA_TLS', false),
  kafkaSaslMechanism: oneOf('KAFKA_SASL_MECHANISM', ['none', 'plain', 'scram-sha-256', 'scram-sha-512'], 'none'),
  kafkaSaslUsername: optionalText('KAFKA_SASL_USERNAME'),
  kafkaSaslPassword: optionalSecret('KAFKA_SASL_PASSWORD'),
  commandWindow: integer('COMMAND_WINDOW', 2_000, { min: 1, max: 100_000 }),
  requestBudgetMs: duration('REQUEST_BUDGET', '10s'),
  passwordQueue: integer('PASSWORD_QUEUE', 256, { min: 1, max: 10_000 }),
  badTokenBurst: integer('BAD_TOKEN_BURST', 60, { min: 1, max: 100_000 }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
